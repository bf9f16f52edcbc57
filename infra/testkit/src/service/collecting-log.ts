/** One line of a log: its event and its fields. */
export type LogLine = { readonly event: string; readonly [field: string]: unknown }

type Write = (event: string, fields?: object) => void

/** A log as services take it, whatever the level. */
export type CollectedLog = Readonly<Record<'debug' | 'info' | 'warn' | 'error', Write>>

/** A log that can be asked what was written. */
export function collectingLog(): { log: CollectedLog; lines: LogLine[] } {
  const lines: LogLine[] = []
  const write: Write = (event, fields = {}) => void lines.push({ ...fields, event })
  return { log: { debug: write, info: write, warn: write, error: write }, lines }
}
