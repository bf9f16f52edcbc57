import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Invocation } from './check-command.ts'
import type { Print } from './run-checks.ts'
import type { Judged } from './tests/judge-run.ts'
import { judgePromises, noProofs, readPromises } from './tests/promises.ts'
import { allSuites, type Suite } from './tests/suites.ts'
import { Interrupted } from './tests/watch-signals.ts'

type Ended = Judged & { readonly name: string; readonly seconds: string }

/** `npm test`: every suite, or those named; the last line is the count, the result the exit code. */
export async function testCommand(
  { args, root, print }: Invocation,
  suites: readonly Suite[] = allSuites,
): Promise<number> {
  if (args.includes('--help')) return help(suites, print)
  const unknown = args.filter((name) => !suites.some((suite) => suite.name === name))
  if (unknown.length > 0) {
    print(`There is no suite named ${unknown.join(', ')}; npm test -- --help lists them.`)
    return 1
  }
  const asked = suites.filter(({ name }) => args.length === 0 || args.includes(name))
  const { ended, leftOut } = await runSuites(asked, root, print)
  const isComplete = asked.length === suites.length && suites === allSuites
  if (isComplete) ended.push(await judgeProofs(root, ended, print))
  return tell(ended, leftOut, print)
}

/** Runs suites one after the other; what they need is made ready from the beginning, beside those before them. */
async function runSuites(suites: readonly Suite[], root: string, print: Print) {
  const ended: Ended[] = []
  const leftOut: string[] = []
  const over = new AbortController()
  const readied = suites.map((suite) => ready(suite, over.signal))
  try {
    for (const [i, suite] of suites.entries()) {
      const reason = await readied[i]
      if (reason) leftOut.push(`${suite.name}: left out, ${reason}.`)
      else ended.push(await runSuite(suite, root, print))
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

async function runSuite(suite: Suite, root: string, print: Print): Promise<Ended> {
  print(`\n== ${suite.name}: ${suite.says}`)
  const startedMs = performance.now()
  const judged = await suite.run(root, print).catch(brokenSuite)
  return {
    ...judged,
    name: suite.name,
    seconds: ((performance.now() - startedMs) / 1_000).toFixed(1),
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
  return { ...tally, failures, skips: [], proofs: noProofs, name: 'promises', seconds: '0.0' }
}

function brokenSuite(error: unknown): Judged {
  if (error instanceof Interrupted) throw error
  const failures = [error instanceof Error ? error.message : String(error)]
  return { passed: 0, failed: 1, skipped: 0, failures, skips: [], proofs: noProofs }
}

function tell(ended: readonly Ended[], leftOut: readonly string[], print: Print): number {
  print('\n== result')
  for (const { name, seconds, ...tally } of ended) {
    print(`${name.padEnd(12)}${seconds.padStart(7)} s  ${counted(tally)}`)
  }
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

function counted({
  passed,
  failed,
  skipped,
}: Omit<Judged, 'failures' | 'skips' | 'proofs'>): string {
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
  for (const { name, says } of suites) print(`  ${name.padEnd(14)}${says}`)
  return 0
}
