import { open } from 'node:fs/promises'
import { stripVTControlCharacters } from 'node:util'

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

/** The line of a log that tells best why its process ended: the last that speaks of an error, else the last. */
export async function lastWords(file: string, from: number): Promise<string> {
  const text = stripVTControlCharacters(await readLog(file, from)).slice(-tailBytes)
  const lines = text.split('\n').map(toWords).filter(Boolean)
  const telling = lines.findLast((line) => /error|fatal|exception|cannot|refused/i.test(line))
  return (telling ?? lines.at(-1) ?? '').slice(0, longestWords)
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
