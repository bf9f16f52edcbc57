import { spawn } from 'node:child_process'

export type Command = {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  /** Instead of our own environment. */
  readonly env?: Readonly<Record<string, string>>
}
export type Ended = { readonly exitCode: number; readonly output: string }

/** Runs a tool to its end and keeps what it said, both streams in one text. */
export function runCommand({ file, args, cwd, env }: Command): Promise<Ended> {
  const { promise, resolve, reject } = Promise.withResolvers<Ended>()
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.on('error', reject)
  child.on('close', (code) =>
    resolve({ exitCode: code ?? 1, output: Buffer.concat(chunks).toString() }),
  )
  return promise
}

/** The tool's own lines, without empty ones: each is a finding when the tool failed. */
export function saidLines(output: string): string[] {
  return output.split('\n').filter((line) => line.trim() !== '')
}
