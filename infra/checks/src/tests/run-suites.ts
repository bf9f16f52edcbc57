import type { Budgets } from '../budgets/budgets.ts'
import { calibrate } from '../budgets/calibrate.ts'
import { judgeTime, shareOfBudget } from '../budgets/judge-time.ts'
import { startStopwatch, type Took } from '../budgets/start-stopwatch.ts'
import type { Print } from '../run-checks.ts'
import type { Judged } from './judge-run.ts'
import { noProofs } from './promises.ts'
import type { Suite } from './suites.ts'
import { Interrupted } from './watch-signals.ts'

type Run = {
  readonly root: string
  readonly print: Print
  readonly budgets: Budgets
}

/** One suite's result, and what it used. */
export type Ended = Judged & {
  readonly name: string
  readonly took: Took
  readonly budget?: string
  /** The suite that ran at the same time; what both used is told there. */
  readonly beside?: string
}

/** Runs suites one after the other, or side by side; what they need is made ready from the beginning. */
export async function runSuites(suites: readonly Suite[], run: Run) {
  const ended: Ended[] = []
  const leftOut: string[] = []
  const over = new AbortController()
  const readied = new Map(suites.map((suite) => [suite, ready(suite, over.signal)]))
  const isHere = async (suite: Suite) => {
    const reason = await readied.get(suite)
    if (reason) leftOut.push(`${suite.name}: left out, ${reason}.`)
    return !reason
  }
  try {
    for (const group of toGroups(suites)) {
      const here: Suite[] = []
      for (const suite of group) if (await isHere(suite)) here.push(suite)
      if (here.length > 0) ended.push(...(await runGroup(here, run)))
    }
  } finally {
    over.abort()
  }
  return { ended, leftOut }
}

/** Each suite behind the one beside which it runs, if that one runs, too. */
function toGroups(suites: readonly Suite[]): Suite[][] {
  const isBeside = (suite: Suite) => suites.some(({ name }) => name === suite.beside)
  return suites
    .filter((suite) => !isBeside(suite))
    .map((first) => [first, ...suites.filter(({ beside }) => beside === first.name)])
}

/** Why a suite is left out; when it is not, it has been prepared, or will say itself why it cannot be. */
async function ready(suite: Suite, signal: AbortSignal): Promise<string | undefined> {
  const reason = await suite.leftOut?.()
  if (!reason) await suite.prepare?.(signal).catch(() => {})
  return reason
}

/** The processor's time cannot be told apart, so it is read and judged for the whole group. */
async function runGroup(group: readonly Suite[], run: Run): Promise<Ended[]> {
  const slownessMs = calibrate()
  const read = startStopwatch()
  const [first, ...others] = await untilAllEnded(
    group.map((suite, i) => runSuite(suite, run, i > 0)),
  )
  const took = read()
  if (!first) return []
  // Busy neighbours slow a shared processor down; they may have come or gone in the meantime.
  const calibrationMs = Math.max(slownessMs, calibrate())
  const names = group.map(({ name }) => name)
  const files = [first, ...others].flatMap((one) => one.files)
  const timed = { names, took, calibrationMs, files }
  const late = judgeTime(timed, run.budgets)
  const budget = shareOfBudget(timed, run.budgets)
  const judged = {
    ...first,
    failed: first.failed + late.length,
    failures: [...first.failures, ...late],
    took: { ...took, wallSeconds: first.took.wallSeconds },
    ...(budget ? { budget } : {}),
  }
  return [judged, ...others.map((one) => ({ ...one, beside: first.name }))]
}

/** When one is stopped, its neighbour is waited for: it ends the servers that it started. */
async function untilAllEnded(runs: readonly Promise<Ended>[]): Promise<Ended[]> {
  await Promise.allSettled(runs)
  return Promise.all(runs)
}

/** Two that write at the same time would write over each other: what the second says is shown when it has ended. */
async function runSuite(suite: Suite, { root, print }: Run, isSecond: boolean): Promise<Ended> {
  const { name, says, beside } = suite
  const title = `\n== ${name}: ${says}`
  const said: string[] = []
  const tell: Print = isSecond ? (line) => void said.push(line) : print
  if (isSecond) print(`\n== ${name} runs beside ${beside}; it is shown when it has ended`)
  tell(title)
  const read = startStopwatch()
  const judged = await suite.run(root, tell, isSecond).catch(brokenSuite)
  const { wallSeconds } = read()
  for (const line of said) print(line)
  return { ...judged, name, took: { wallSeconds } }
}

function brokenSuite(error: unknown): Judged {
  if (error instanceof Interrupted) throw error
  const failures = [error instanceof Error ? error.message : String(error)]
  return { passed: 0, failed: 1, skipped: 0, failures, skips: [], proofs: noProofs, files: [] }
}
