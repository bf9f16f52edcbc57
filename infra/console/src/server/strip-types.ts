import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const program = fileURLToPath(new URL('strip/main.ts', import.meta.url))
const maxBytes = 4_000_000

/** The text of each of these files without its types, in their order; lines and columns stay. */
export async function stripTypes(paths: readonly string[]): Promise<readonly string[]> {
  const args = ['--disable-warning=ExperimentalWarning', program, ...paths]
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: maxBytes })
  return JSON.parse(stdout) as string[]
}
