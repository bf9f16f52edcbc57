import { open } from 'node:fs/promises'
import { stripVTControlCharacters } from 'node:util'

/** Where the output of a process begins in its log, and what ended it. */
export type Ending = {
  readonly logFile: string
  readonly logStart: number
  readonly signal: string | null
}

const tailBytes = 16_384
const longestWords = 300

/** Everything that was written to a log from a position on. */
export async function readLog(file: string, from: number): Promise<string> {
  const handle = await open(file).catch(() => undefined)
  if (!handle) return ''
  try {
    const { size } = await handle.stat()
    const bytes = Buffer.alloc(Math.max(0, size - from))
    await handle.read(bytes, 0, bytes.length, from)
    return bytes.toString('utf8')
  } finally {
    await handle.close()
  }
}

/**
 * The line of a log that tells best why its process ended: the last that speaks of an error.
 *
 * shape: without such a line, the last one, unless a signal ended the process: then nothing
 */
export async function lastWords({ logFile, logStart, signal }: Ending): Promise<string> {
  const text = stripVTControlCharacters(await readLog(logFile, logStart)).slice(-tailBytes)
  const lines = text.split('\n').map(toWords).filter(Boolean)
  const telling = lines.findLast((line) => /error|fatal|exception|cannot|refused/i.test(line))
  return (telling ?? (signal ? undefined : lines.at(-1)) ?? '').slice(0, longestWords)
}

/** A pino line becomes its event and its error's message; any other line stays as it is. */
function toWords(line: string): string {
  if (!line.startsWith('{')) return line.trim()
  try {
    const { msg, err } = JSON.parse(line) as { msg?: string; err?: { message?: string } }
    return [msg, err?.message].filter(Boolean).join(': ')
  } catch {
    return line
  }
}
