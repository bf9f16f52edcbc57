import { constants } from 'node:os'
import type { Invocation } from './check-command.ts'
import { checkout } from './checkout.ts'
import { Interrupted } from './tests/watch-signals.ts'

/** Runs a command of ours as the program: arguments in, lines out, its result as the exit code. */
export async function runAsProgram(command: (asked: Invocation) => Promise<number>): Promise<void> {
  // The reader of our output has left, as `| head` does: nobody is there to be told.
  process.stdout.on('error', () => process.exit(1))
  const asked = { args: process.argv.slice(2), root: checkout, print: printLine }
  process.exitCode = await command(asked).catch(stoppedBySignal)
}

function printLine(line: string): void {
  process.stdout.write(`${line}\n`)
}

function stoppedBySignal(error: unknown): number {
  if (!(error instanceof Interrupted)) throw error
  printLine(error.message)
  return 128 + constants.signals[error.signal]
}
