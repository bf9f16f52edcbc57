import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const mostLines = 15

/** A command that ended with something else than 0. */
export class CommandFailed extends Error {
  /** All that it said, both streams in one text. */
  readonly output: string
  constructor(command: string, output: string) {
    super(`${command}: ${lastLine(output)}`)
    this.output = output
  }

  /** What it said at the end: enough to see why. */
  get lastWords(): string {
    return this.output.split('\n').slice(-mostLines).join('\n')
  }
}

/** How a command is run; `env` stands instead of this process's own. */
export type RunOptions = {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly timeoutMs?: number
  readonly signal?: AbortSignal | undefined
  /** Called with every line as it comes. */
  readonly onLine?: (line: string) => void
}

/** Runs a command and returns what it said on its standard output. */
export function run(
  file: string,
  args: readonly string[],
  { timeoutMs, onLine, ...options }: RunOptions = {},
): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const limit = timeoutMs === undefined ? {} : { timeout: timeoutMs }
  const child = spawn(file, args, { ...options, ...limit, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  let all = ''
  child.stdout.on('data', (chunk) => {
    said += chunk
    all += chunk
  })
  child.stderr.on('data', (chunk) => {
    all += chunk
  })
  if (onLine) for (const input of [child.stdout, child.stderr]) hear(input, onLine)
  const failed = (words: string) => new CommandFailed([file, ...args.slice(0, 2)].join(' '), words)
  child.once('error', (error) => reject(failed(error.message)))
  child.once('close', (code) => (code === 0 ? resolve(said) : reject(failed(all.trim()))))
  return promise
}

function hear(input: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  createInterface({ input }).on('line', onLine)
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? ''
}
