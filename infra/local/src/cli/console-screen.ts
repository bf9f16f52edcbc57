import { styleText } from 'node:util'
import type { Screen } from '../system/screen.ts'

/** A stream that may be a terminal. */
export type Out = {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
  hasColors?(): boolean
}

/** A screen with one line per part; on a terminal, what is under way stands below and is replaced. */
export function createConsoleScreen(out: Out): Screen {
  const showBusy = out.isTTY ? createTransientLine(out) : createSparseLog(out)
  const line = (text: string) => {
    showBusy('')
    out.write(`${text}\n`)
  }
  return {
    part: (name, place, tookMs) =>
      line(`${paint(out, 'green', '✓')} ${name.padEnd(14)}${place.padEnd(24)}${seconds(tookMs)}`),
    note: (words) => line(`${paint(out, 'yellow', '!')} ${words}`),
    busy: showBusy,
  }
}

function createTransientLine(out: Out): (words: string) => void {
  let shown = ''
  return (words) => {
    if (shown) out.write(`\r${' '.repeat(shown.length)}\r`)
    shown = words && `… ${words}`
    out.write(shown)
  }
}

/** Megabytes counted one by one are for eyes; a log gets each kind of work once. */
function createSparseLog(out: Out): (words: string) => void {
  const told = new Set([''])
  return (words) => {
    const kind = words.split(':', 1)[0] ?? ''
    if (!told.has(kind)) out.write(`… ${kind}\n`)
    told.add(kind)
  }
}

/** A colour where there is a terminal that wants colours. */
export function paint(out: Out, colour: 'green' | 'yellow' | 'red', text: string): string {
  // Respects NO_COLOR and dumb terminals.
  return out.hasColors?.() ? styleText(colour, text, { validateStream: false }) : text
}

/** Milliseconds as a person reads them: `1.2 s`. */
export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}
