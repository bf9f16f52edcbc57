import type { Invocation } from './check-command.ts'
import { testCommand } from './test-command.ts'
import { vitestSuite } from './tests/suites.ts'

/** `npm run e2e`: only the system from outside, and of that only the files that are named. */
export function e2eCommand({ args, root, print }: Invocation): Promise<number> {
  if (args.includes('--help')) {
    print('npm run e2e                the running system from outside')
    print('npm run e2e -- FILE …      only test files whose path contains one of these')
    print('npm run e2e -- --docker …  the same in containers, seen through Jaeger')
    return Promise.resolve(0)
  }
  const files = args.filter((arg) => arg !== '--docker')
  const suite = args.includes('--docker')
    ? vitestSuite('containers', 'the system in containers, seen through Jaeger', files)
    : vitestSuite('e2e', 'the running system from outside', files)
  return testCommand({ args: [], root, print }, [suite])
}
