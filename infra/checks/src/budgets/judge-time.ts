import { type Budgets, budgetsFile } from './budgets.ts'
import type { Took } from './start-stopwatch.ts'

/** A test file, or a check, and how long it took. */
export type FileTime = { readonly file: string; readonly seconds: number }

/** What is judged: the time of a suite, or of some side by side, on a machine of this slowness, and its parts. */
export type Timed = {
  readonly names: readonly string[]
  readonly took: Took
  readonly calibrationMs: number
  readonly files: readonly FileTime[]
}

const tolerated = 1.5
const namedFiles = 3

/** Sentences about a suite that took half as long again as it may; none where that cannot be measured. */
export function judgeTime(timed: Timed, budgets: Budgets): string[] {
  const { ownSeconds } = timed.took
  if (!hasBudget(timed, budgets) || ownSeconds === undefined) return []
  const allowed = allowedSeconds(timed, budgets)
  if (ownSeconds <= tolerated * allowed) return []
  const much = `it took ${seconds(ownSeconds)} of this machine's own time, and half as long again as the ${seconds(allowed)} that it may take is too long`
  return [
    `${much}; slowest: ${slowest(timed.files)}. Make it faster, or give ${budgetsFile} a reason.`,
  ]
}

/** How much of its budget a suite has used, as `76 % of 150 s`. */
export function shareOfBudget(timed: Timed, budgets: Budgets): string | undefined {
  const { ownSeconds } = timed.took
  if (!hasBudget(timed, budgets) || ownSeconds === undefined) return undefined
  const allowed = allowedSeconds(timed, budgets)
  return `${((100 * ownSeconds) / allowed).toFixed(0)} % of ${seconds(allowed)}`
}

/** More on a slower machine; a faster one has the same. */
function allowedSeconds({ names, calibrationMs }: Timed, budgets: Budgets): number {
  const slowness = Math.max(1, calibrationMs / budgets.calibrationMs)
  const seconds = names.reduce((sum, name) => sum + (budgets.suites[name]?.seconds ?? 0), 0)
  return seconds * slowness
}

function hasBudget({ names }: Timed, { suites }: Budgets): boolean {
  return names.every((name) => suites[name])
}

function slowest(files: readonly FileTime[]): string {
  return files
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, namedFiles)
    .map((one) => `${one.file} ${seconds(one.seconds)}`)
    .join(', ')
}

function seconds(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} s`
}
