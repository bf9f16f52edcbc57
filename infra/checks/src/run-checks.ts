import type { FileTime } from './budgets/judge-time.ts'
import type { Check, Outcome } from './checks/check.ts'

export type Print = (line: string) => void
export type Tally = { readonly passed: number; readonly failed: number; readonly skipped: number }

type Asked = { readonly root: string; readonly print: Print; readonly reports: boolean }

const shownLines = 60

/** Runs checks one after another, a line each, and counts each as one. */
export async function runChecks(
  checks: readonly Check[],
  asked: Asked,
): Promise<Tally & { readonly failedNames: readonly string[]; readonly times: FileTime[] }> {
  const failedNames: string[] = []
  const times: FileTime[] = []
  for (const check of checks) {
    const { good, seconds } = await runCheck(check, asked)
    if (!good) failedNames.push(check.name)
    times.push({ file: check.name, seconds })
  }
  const failed = failedNames.length
  return { passed: checks.length - failed, failed, skipped: 0, failedNames, times }
}

async function runCheck(check: Check, { root, print, reports }: Asked) {
  const startedMs = performance.now()
  const outcome = await check.run(root).catch(brokenCheck)
  const took = (performance.now() - startedMs) / 1_000
  const seconds = `${took.toFixed(1)} s`
  const good = outcome.findings.length === 0
  print(
    `${check.name.padEnd(14)}${seconds.padStart(6)}  ${good ? 'ok    ' : 'FAILED'}  ${outcome.seen}`,
  )
  if (!good)
    explain(check, outcome, { print, shown: reports ? outcome.findings.length : shownLines })
  if (outcome.report !== undefined && reports) print(outcome.report)
  return { good, seconds: took }
}

function explain(check: Check, outcome: Outcome, how: { print: Print; shown: number }): void {
  const hidden = outcome.findings.length - how.shown
  const more = hidden > 0 ? [`… ${hidden} more lines: npm run check -- ${check.name}`] : []
  const lines = [...outcome.findings.slice(0, how.shown), ...more, `Why: ${check.why}`]
  for (const line of lines) how.print(`    ${line}`)
}

// A check that breaks has checked nothing, and the others still have something to say.
function brokenCheck(error: unknown): Outcome {
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { findings: told.split('\n'), seen: 'the check itself broke' }
}
