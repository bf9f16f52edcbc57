import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** How a program ended and what it said. */
export type Ended = {
  readonly code: number | null
  /** Each line of stdout that is JSON. */
  readonly lines: readonly Record<string, unknown>[]
  readonly stderr: string
  /** All of stdout and stderr, lines that are no JSON included. */
  readonly output: string
}

const ownFolder = fileURLToPath(new URL('..', import.meta.url))
// Each test starts a program, and all of them load the same modules.
const compiled = fileURLToPath(new URL('../../../node_modules/.cache/compiled', import.meta.url))

/** Runs one of programs/ as a service is run: with telemetry registered before its first import. */
export async function runProgram(
  name: string,
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Promise<Ended> {
  const program = fileURLToPath(new URL(`programs/${name}.ts`, import.meta.url))
  const flags = ['--conditions=@tailspan/source', '--import', '@tailspan/telemetry/register']
  const child = spawn(process.execPath, [...flags, program, ...args], {
    cwd: ownFolder,
    env: { PATH: '', NODE_COMPILE_CACHE: compiled, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stdout = read(child.stdout)
  const stderr = read(child.stderr)
  const [code] = (await once(child, 'close')) as [number | null]
  const [said, erred] = [await stdout, await stderr]
  return { code, lines: said.split('\n').flatMap(parse), stderr: erred, output: said + erred }
}

async function read(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

function parse(line: string): Record<string, unknown>[] {
  // The SDK's console exporters print objects that begin like JSON.
  return /^[{]"/.test(line) ? [JSON.parse(line)] : []
}
