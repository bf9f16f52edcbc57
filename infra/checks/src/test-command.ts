import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Budgets, suiteBudgets } from './budgets/budgets.ts'
import { calibrate } from './budgets/calibrate.ts'
import { judgeTime, shareOfBudget } from './budgets/judge-time.ts'
import { startStopwatch, type Took } from './budgets/start-stopwatch.ts'
import type { Invocation } from './check-command.ts'
import type { Print, Tally } from './run-checks.ts'
import type { Judged } from './tests/judge-run.ts'
import { judgePromises, noProofs, readPromises } from './tests/promises.ts'
import { allSuites, type Suite } from './tests/suites.ts'
import { Interrupted } from './tests/watch-signals.ts'

type Run = {
  readonly root: string
  readonly print: Print
  readonly budgets: Budgets
}
type Ended = Judged & { readonly name: string; readonly took: Took; readonly budget?: string }

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

/** Runs suites one after the other; what they need is made ready from the beginning, beside those before them. */
async function runSuites(suites: readonly Suite[], run: Run) {
  const ended: Ended[] = []
  const leftOut: string[] = []
  const over = new AbortController()
  const readied = suites.map((suite) => ready(suite, over.signal))
  try {
    for (const [i, suite] of suites.entries()) {
      const reason = await readied[i]
      if (reason) leftOut.push(`${suite.name}: left out, ${reason}.`)
      else ended.push(await runSuite(suite, run))
    }
  } finally {
    over.abort()
  }
  return { ended, leftOut }
}

/** Why a suite is left out; when it is not, it has been prepared, or will say itself why it cannot be. */
async function ready(suite: Suite, signal: AbortSignal): Promise<string | undefined> {
  const reason = await suite.leftOut?.()
  if (!reason) await suite.prepare?.(signal).catch(() => {})
  return reason
}

async function runSuite(suite: Suite, { root, print, budgets }: Run): Promise<Ended> {
  const { name, says } = suite
  print(`\n== ${name}: ${says}`)
  const slownessMs = calibrate()
  const read = startStopwatch()
  const judged = await suite.run(root, print).catch(brokenSuite)
  const took = read()
  // Busy neighbours slow a shared processor down; they may have come or gone in the meantime.
  const calibrationMs = Math.max(slownessMs, calibrate())
  const timed = { name, took, calibrationMs, files: judged.files }
  const late = judgeTime(timed, budgets)
  const budget = shareOfBudget(timed, budgets)
  return {
    ...judged,
    failed: judged.failed + late.length,
    failures: [...judged.failures, ...late],
    ...{ name, took, ...(budget ? { budget } : {}) },
  }
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

function brokenSuite(error: unknown): Judged {
  if (error instanceof Interrupted) throw error
  const failures = [error instanceof Error ? error.message : String(error)]
  return { passed: 0, failed: 1, skipped: 0, failures, skips: [], proofs: noProofs, files: [] }
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
  const all = ended.reduce((total, { took }) => total + took.wallSeconds, 0)
  return ended.map(({ name, took, budget = '', ...tally }) => {
    const time = `${took.wallSeconds.toFixed(1).padStart(7)} s`
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
