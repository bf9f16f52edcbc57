import { open, stat } from 'node:fs/promises'
import { stripVTControlCharacters } from 'node:util'

/** Where the output of a process begins in its log, and what ended it. */
export type Ending = {
  readonly logFile: string
  readonly logStart: number
  readonly signal: string | null
}

const tailBytes = 16_384
const longestWords = 300
const speaksOfError = /error|fatal|exception|cannot|refused/i

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
  const lines = (await readLastLines(logFile, logStart)).map(toLine)
  const spoken = lines.filter(({ words }) => words !== '')
  const telling = spoken.findLast((line) => line.tells) ?? (signal ? undefined : spoken.at(-1))
  return shorten(telling?.words ?? '')
}

function shorten(words: string): string {
  return words.length > longestWords ? `${words.slice(0, longestWords)} …` : words
}

/** A log's end, however long the log is, without the line that its beginning falls into: half a line tells nothing. */
async function readLastLines(file: string, from: number): Promise<string[]> {
  const { size } = await stat(file).catch(() => ({ size: 0 }))
  const start = Math.max(from, size - tailBytes)
  const lines = stripVTControlCharacters(await readLog(file, start)).split('\n')
  return start > from ? lines.slice(1) : lines
}

type Line = { readonly words: string; readonly tells: boolean }
type Logged = { level?: unknown; event?: unknown; err?: { message?: unknown } | undefined }

/** A line of a service becomes its event and its error's message; any other stays as it is. */
function toLine(line: string): Line {
  const words = line.trim()
  if (!words.startsWith('{')) return { words, tells: speaksOfError.test(words) }
  try {
    const { level, event, err } = JSON.parse(words) as Logged
    // A service warns of orders that it refuses, and lives on; its last line names no error.
    const tells = err !== undefined && (level === 'error' || level === 'fatal')
    return { words: [event, err?.message].filter(Boolean).join(': '), tells }
  } catch {
    return { words, tells: speaksOfError.test(words) }
  }
}
