import { styleText } from 'node:util'
import type { TraceTree } from '../tree/trace-tree.ts'
import { walkTree } from '../tree/walk-tree.ts'

type Style = Parameters<typeof styleText>[0]

/** Paints text, or leaves it as it is. */
export type Palette = {
  readonly dim: (text: string) => string
  readonly bold: (text: string) => string
  readonly bad: (text: string) => string
  readonly service: (name: string, text: string) => string
}

const serviceStyles: readonly Style[] = [
  'cyan',
  'yellow',
  'magenta',
  'green',
  'blue',
  'cyanBright',
  'yellowBright',
  'magentaBright',
  'greenBright',
  'blueBright',
]

/** One colour per service, in the order in which the services take part. */
export function createPalette(tree: TraceTree, colour: boolean): Palette {
  const services = [...new Set([...walkTree(tree)].map(({ span }) => span.service))]
  const paint = (style: Style, text: string) =>
    colour && text !== '' ? styleText(style, text, { validateStream: false }) : text
  return {
    dim: (text) => paint('dim', text),
    bold: (text) => paint('bold', text),
    bad: (text) => paint(['bold', 'red'], text),
    service: (name, text) =>
      paint(serviceStyles[services.indexOf(name) % serviceStyles.length] ?? 'cyan', text),
  }
}
