import type { FileTime } from '../budgets/judge-time.ts'

/** What one vitest run came to, as our reporter writes it to a file. */
export type Report = {
  readonly tests: readonly TestReport[]
  /** Faults outside every test: a file that does not load, an error that nobody awaited. */
  readonly faults: readonly string[]
  readonly files: readonly FileTime[]
}

export type TestReport = {
  /** The test file, from the root of the checkout. */
  readonly file: string
  /** Which of vitest's projects it ran in: some files run in several. */
  readonly project: string
  readonly name: string
  readonly state: 'passed' | 'failed' | 'skipped'
  /** Why it was skipped, in the words of the test. */
  readonly reason?: string
  /** Why it failed, and the line of the test that says so. */
  readonly complaint?: string
}
