import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Span } from '@tailspan/trace-testing'

/** A line that a service wrote inside of a span. */
export type LogLine = { readonly level: string; readonly event: string; readonly text: string }

/** What is older than the last so many bytes of a log is not searched. */
const searchedBytes = 2_000_000
const maxLines = 100

/** The log lines that carry the id of this span, from the ends of all logs. */
export async function readLogLines(folder: string, { spanId }: Span): Promise<LogLine[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.log'))
  const texts = await Promise.all(files.map((name) => readEnd(join(folder, name))))
  const lines = texts.flatMap((text) => text.split('\n').filter((line) => line.includes(spanId)))
  return lines.flatMap((line) => parseLine(line, spanId)).slice(-maxLines)
}

async function readEnd(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const start = Math.max(0, size - searchedBytes)
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(size - start),
      0,
      size - start,
      start,
    )
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}

/** One that is cut at its beginning, or is no JSON, is none of a service. */
function parseLine(line: string, spanId: string): LogLine[] {
  try {
    const {
      level,
      event,
      trace_id: _,
      span_id,
      trace_flags: __,
      service: ___,
      ...fields
    } = JSON.parse(line)
    if (span_id !== spanId) return []
    return [{ level: String(level), event: String(event), text: JSON.stringify(fields) }]
  } catch {
    return []
  }
}
