import type { CommandLine } from '../command-line.ts'
import type { Sources } from '../failures/failures.ts'
import type { Out } from '../text/out.ts'

/** What a command works with: `out` is for results, `err` for whatever else is said. */
export type Run = {
  readonly sources: Sources
  readonly line: CommandLine
  readonly out: Out
  readonly err: Out
  /** Started by who makes spans. */
  startTelemetry(): Promise<AsyncDisposable>
}

/** Does it and returns the exit code. */
export type Command = (run: Run) => Promise<number>
