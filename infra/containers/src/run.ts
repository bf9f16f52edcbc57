import { execFile } from 'node:child_process'

/** A command that ended with something else than 0. */
export class CommandFailed extends Error {
  readonly output: string
  constructor(command: string, output: string) {
    super(`${command}: ${lastLine(output)}`)
    this.output = output
  }
}

/** How a command is run; `env` stands instead of this process's own. */
export type RunOptions = {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly timeoutMs?: number
  readonly signal?: AbortSignal | undefined
}

/** Runs a command and returns what it said on its standard output. */
export function run(
  file: string,
  args: readonly string[],
  { timeoutMs, ...options }: RunOptions = {},
): Promise<string> {
  const limits = { timeout: timeoutMs ?? 0, maxBuffer: 64 << 20 }
  return new Promise((resolve, reject) => {
    execFile(file, [...args], { ...limits, ...options }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout)
      const output = `${stdout}${stderr}`.trim() || error.message
      return reject(new CommandFailed([file, ...args.slice(0, 2)].join(' '), output))
    })
  })
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? ''
}
