import { fileURLToPath } from 'node:url'
import { Refusal } from './refusal.ts'
import type { Print } from './settle.ts'

const checkout = fileURLToPath(new URL('../../..', import.meta.url))
const isWrongOption = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && `${error.code}`.startsWith('ERR_PARSE_ARGS')

/** Runs a command on this checkout; a refusal is one sentence and exit code 1. */
export async function runAsProgram(
  command: (args: readonly string[], root: string, print: Print) => Promise<void>,
): Promise<void> {
  const print = (line: string) => void process.stdout.write(`${line}\n`)
  try {
    await command(process.argv.slice(2), checkout, print)
  } catch (error) {
    if (!(error instanceof Refusal) && !isWrongOption(error)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}
