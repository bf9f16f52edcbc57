import { readCommandLine } from '../src/command-line.ts'
import type { Command } from '../src/commands/command.ts'
import type { Sources } from '../src/failures/failures.ts'

/** Runs one command on what a test gives it, and catches what it says. */
export async function runCommand(
  command: Command,
  args: readonly string[],
  { hasColors = false, ...sources }: Sources & { readonly hasColors?: boolean },
) {
  const line = readCommandLine(args)
  if (typeof line === 'string') throw new Error('help is no command')
  const said = { out: '', err: '' }
  const stream = (name: 'out' | 'err') => ({
    write: (text: string) => {
      said[name] += text
    },
    hasColors: () => hasColors,
  })
  const exitCode = await command({
    sources,
    line,
    out: stream('out'),
    err: stream('err'),
    startTelemetry: async () => ({ [Symbol.asyncDispose]: async () => {} }),
  })
  return { ...said, exitCode }
}
