import type { Log } from '@tailspan/telemetry'

export type LogLine = { readonly event: string; readonly [field: string]: unknown }

/** A log that can be asked what was written. */
export function collectingLog(): { log: Log; lines: LogLine[] } {
  const lines: LogLine[] = []
  const write = (event: string, fields: object = {}) => void lines.push({ ...fields, event })
  return { log: { debug: write, info: write, warn: write, error: write }, lines }
}
