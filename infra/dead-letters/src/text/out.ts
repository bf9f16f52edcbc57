import { styleText } from 'node:util'

/** A stream that may be a terminal. */
export type Out = {
  write(text: string): unknown
  hasColors?(): boolean
  readonly isTTY?: boolean
}

type Colour = 'green' | 'yellow' | 'red' | 'dim'

/** A colour where there is a terminal that wants colours. */
export function paint(out: Out, colour: Colour, text: string): string {
  // Respects NO_COLOR and dumb terminals.
  return out.hasColors?.() ? styleText(colour, text, { validateStream: false }) : text
}
