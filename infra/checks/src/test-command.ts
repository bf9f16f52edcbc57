import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Budgets, suiteBudgets } from './budgets/budgets.ts'
import type { Took } from './budgets/start-stopwatch.ts'
import type { Invocation } from './check-command.ts'
import type { Print, Tally } from './run-checks.ts'
import { judgePromises, noProofs, readPromises } from './tests/promises.ts'
import { type Ended, runSuites } from './tests/run-suites.ts'
import { allSuites, type Suite } from './tests/suites.ts'

/** `npm test`: every suite, or those named; the last line is the count, the result the exit code. */
export async function testCommand(
  { args, root, print }: Invocation,
  suites: readonly Suite[] = allSuites,
  budgets: Budgets = suiteBudgets,
): Promise<number> {
  if (args.includes('--help')) return help(suites, print)
  const unknown = args.filter((name) => !suites.some((suite) => suite.name === name))
  if (unknown.length > 0) {
    print(`There is no suite named ${unknown.join(', ')}; npm test -- --help lists them.`)
    return 1
  }
  const all = suites.filter(({ onRequest }) => !onRequest)
  const asked = args.length === 0 ? all : suites.filter(({ name }) => args.includes(name))
  const { ended, leftOut } = await runSuites(asked, { root, print, budgets })
  const isComplete = all.every((suite) => asked.includes(suite)) && suites === allSuites
  if (isComplete) ended.push(await judgeProofs(root, ended, print))
  return tell(ended, leftOut, print)
}

/** Which promises were proved; one that no test proves is a failure like any other. */
async function judgeProofs(root: string, ended: readonly Ended[], print: Print): Promise<Ended> {
  const groups = readPromises(await readFile(join(root, 'docs/promises.md'), 'utf8'))
  const { lines, failures } = judgePromises(groups, {
    proved: ended.flatMap(({ proofs }) => proofs.proved),
    skipped: ended.flatMap(({ proofs }) => proofs.skipped),
  })
  print('\n== promises, and how many tests proved each')
  for (const line of lines) print(line)
  const tally = { passed: 0, failed: failures.length, skipped: 0 }
  const nothing = { skips: [], proofs: noProofs, files: [] }
  return { ...tally, failures, ...nothing, name: 'promises', took: { wallSeconds: 0 } }
}

function tell(ended: readonly Ended[], leftOut: readonly string[], print: Print): number {
  print('\n== result')
  for (const line of timeTable(ended)) print(line)
  for (const line of leftOut) print(line)
  for (const { name, skips } of ended) for (const skip of skips) print(`skipped ${name}: ${skip}`)
  for (const { name, failures } of ended) {
    for (const failure of failures) print(`FAILED ${name}: ${failure}`)
  }
  const failed = sum(ended, 'failed')
  const total = { passed: sum(ended, 'passed'), failed, skipped: sum(ended, 'skipped') }
  print(counted(total))
  return failed === 0 ? 0 : 1
}

/** A line for each suite: its time, its share of the whole run, its processor time, what it has used of its budget. */
function timeTable(ended: readonly Ended[]): string[] {
  const all = ended.reduce((total, { took, beside }) => total + (beside ? 0 : took.wallSeconds), 0)
  return ended.map(({ name, took, budget = '', beside, ...tally }) => {
    const time = `${took.wallSeconds.toFixed(1).padStart(7)} s`
    if (beside)
      return `${name.padEnd(12)}${time}   ${`beside ${beside}`.padEnd(44)}${counted(tally)}`
    const share = `${((100 * took.wallSeconds) / all).toFixed(0).padStart(3)} % of all`
    const processor = processorTime(took).padStart(17)
    return `${name.padEnd(12)}${time}${share.padStart(13)}${processor}  ${budget.padEnd(15)}  ${counted(tally)}`
  })
}

function processorTime({ processorSeconds }: Took): string {
  return processorSeconds === undefined ? '' : `processor ${processorSeconds.toFixed(0)} s`
}

function counted({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

function sum(ended: readonly Ended[], figure: 'passed' | 'failed' | 'skipped'): number {
  return ended.reduce((total, one) => total + one[figure], 0)
}

function help(suites: readonly Suite[], print: Print): number {
  print(
    'npm test               everything; the last line counts it, exit code 1 when something failed',
  )
  print('npm test -- NAME …     only these suites')
  print('')
  for (const { name, says, onRequest } of suites)
    print(`  ${name.padEnd(14)}${says}${onRequest ? ', only when named' : ''}`)
  return 0
}
