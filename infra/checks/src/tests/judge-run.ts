import type { FileTime } from '../budgets/judge-time.ts'
import type { Tally } from '../run-checks.ts'
import { type Proofs, promisesOf } from './promises.ts'
import type { TestReport } from './report.ts'
import type { VitestEnd } from './run-vitest.ts'

export type Judged = Tally & {
  /** What failed, a line each. */
  readonly failures: readonly string[]
  /** What was skipped and why, a line each. */
  readonly skips: readonly string[]
  /** What the tests said about docs/promises.md. */
  readonly proofs: Proofs
  /** What it was made of, and how long each took. */
  readonly files: readonly FileTime[]
}

/** Counts a run. What failed without a failing test counts too, and so does a run of nothing. */
export function judgeRun(end: VitestEnd, folders: readonly string[] = []): Judged {
  const { exitCode, report } = end
  const { tests, faults, files } = report ?? { tests: [], faults: [], files: [] }
  const told = namesOf(tests)
  const failed = tests
    .filter(({ state }) => state === 'failed')
    .map((test) => (test.complaint ? `${told(test)}: ${test.complaint}` : told(test)))
  const silent = report ? emptyOnes(tests, folders) : [`ended with ${exitCode} and left no report`]
  const left = end.leftBehind.map((command) => `left running: ${command}`)
  const failures = [...failed, ...faults, ...silent, ...left]
  const unexplained =
    exitCode !== 0 && failures.length === 0 ? [`ended with ${exitCode} and no failing test`] : []
  const passed = tests.filter(({ state }) => state === 'passed')
  const skipped = tests.filter(({ state }) => state === 'skipped')
  return {
    passed: passed.length,
    failed: failures.length + unexplained.length,
    skipped: skipped.length,
    failures: [...failures, ...unexplained],
    proofs: {
      proved: passed.flatMap(({ name }) => promisesOf(name)),
      skipped: skipped.flatMap(({ name }) => promisesOf(name)),
    },
    skips: skipped.map((test) => `${told(test)}: ${test.reason ?? 'no reason given'}`),
    files,
  }
}

function emptyOnes(tests: readonly TestReport[], folders: readonly string[]): string[] {
  const ran = tests.filter(({ state }) => state !== 'skipped')
  if (ran.length === 0) return ['ran no test']
  return folders
    .filter((folder) => !ran.some(({ file }) => file.startsWith(`${folder}/`)))
    .map((folder) => `ran no test in ${folder}`)
}

/** Where a file may have run in several projects, the project belongs to the name of its tests. */
function namesOf(tests: readonly TestReport[]): (test: TestReport) => string {
  const isOne = new Set(tests.map(({ project }) => project)).size === 1
  return ({ project, file, name }) => `${isOne ? '' : `[${project}] `}${file} > ${name}`
}
