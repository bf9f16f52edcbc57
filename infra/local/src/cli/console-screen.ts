import type { WriteStream } from 'node:tty'
import { styleText } from 'node:util'
import type { Screen } from '../system/screen.ts'

/** A stream that may be a terminal. */
export type Out = Pick<NodeJS.WriteStream, 'write'> &
  Partial<Pick<WriteStream, 'isTTY' | 'columns'>>

/** A screen with one line per part; on a terminal, what is under way stands below and is replaced. */
export function createConsoleScreen(out: Out): Screen {
  let transient = ''
  const clear = () => {
    if (transient) out.write(`\r${' '.repeat(transient.length)}\r`)
    transient = ''
  }
  const line = (text: string) => {
    clear()
    out.write(`${text}\n`)
  }
  return {
    part: (name, place, tookMs) =>
      line(`${paint(out, 'green', '✓')} ${name.padEnd(13)}${place.padEnd(24)}${seconds(tookMs)}`),
    note: (words) => line(`${paint(out, 'yellow', '!')} ${words}`),
    busy(words) {
      // Megabytes counted one by one are for eyes; a log gets each kind of work once.
      if (!out.isTTY && kindOf(words) === transient) return
      if (!out.isTTY) {
        transient = kindOf(words)
        out.write(`… ${transient}\n`)
        transient = kindOf(words)
        return
      }
      clear()
      transient = `… ${words}`
      out.write(transient)
    },
  }
}

/** A colour where there is a terminal that wants colours. */
export function paint(out: Out, colour: Parameters<typeof styleText>[0], text: string): string {
  return styleText(colour, text, { stream: out as NodeJS.WriteStream, validateStream: true })
}

function kindOf(words: string): string {
  return words.split(':', 1)[0] ?? words
}

/** Milliseconds as a person reads them: `1.2 s`. */
export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}
