import { allChecks } from './checks/all-checks.ts'
import type { Check } from './checks/check.ts'
import { type Print, runChecks } from './run-checks.ts'

export type Invocation = {
  readonly args: readonly string[]
  readonly root: string
  readonly print: Print
}

/** `npm run check`: all checks, or those named, with their reports; resolves to the exit code. */
export async function checkCommand({ args, root, print }: Invocation): Promise<number> {
  if (args.includes('--help')) return help(print)
  const unknown = args.filter((name) => !allChecks.some((check) => check.name === name))
  if (unknown.length > 0) {
    print(`There is no check named ${unknown.join(', ')}; there are ${names(allChecks)}.`)
    return 1
  }
  const asked = allChecks.filter(({ name }) => args.length === 0 || args.includes(name))
  const { failed } = await runChecks(asked, { root, print, reports: args.length > 0 })
  print(failed === 0 ? 'All checks passed.' : `${failed} of ${asked.length} checks failed.`)
  return failed === 0 ? 0 : 1
}

function help(print: Print): number {
  print('npm run check               every check, one line each, exit code 1 when one fails')
  print('npm run check -- NAME …     only these, with their reports')
  print('')
  for (const { name, why } of allChecks) print(`  ${name.padEnd(14)}${why}`)
  return 0
}

function names(checks: readonly Check[]): string {
  return checks.map(({ name }) => name).join(', ')
}
