import type { Invocation } from './check-command.ts'
import { testCommand } from './test-command.ts'
import { vitestSuite } from './tests/suites.ts'

/** `npm run e2e`: only the system from outside, and of that only the files that are named. */
export function e2eCommand({ args, root, print }: Invocation): Promise<number> {
  if (args.includes('--help')) {
    print('npm run e2e                the running system from outside')
    print('npm run e2e -- FILE …      only test files whose path contains one of these')
    return Promise.resolve(0)
  }
  const suite = vitestSuite('e2e', 'the running system from outside', args)
  return testCommand({ args: [], root, print }, [suite])
}
