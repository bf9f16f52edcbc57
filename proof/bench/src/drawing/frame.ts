import type { Scale } from './scale.ts'

/** A drawing's size and the room that its axes take. */
export const box = { width: 760, height: 380, left: 78, right: 744, top: 62, bottom: 326 } as const

// Told apart in light and in dark, and by most who see fewer colours.
const colours = ['#2f7fe0', '#e06c1f', '#2a9d57', '#9a63e8', '#b58900', '#7d8590']

/** The colour of the series at this place. */
export function colourOf(place: number): string {
  return colours[place % colours.length] ?? '#888'
}

/** Both axes, in words; one without a label has no line and no numbers of its own. */
export type Axes = {
  readonly title: string
  readonly x: string
  readonly y: string
  readonly names: readonly string[]
  readonly yScale: Scale
}

// The page around it may be light or dark: the drawing brings no ground of its own.
const style = `text{font:13px system-ui,sans-serif;fill:#24292f}.title{font-weight:600;font-size:15px}
.small{font-size:11px}.grid{stroke:#8c959f;stroke-opacity:.35}
@media(prefers-color-scheme:dark){text{fill:#d8dee4}}`

/** A whole drawing: title, legend, lines across with their values, and what is drawn between them. */
export function frame({ title, x, y, names, yScale }: Axes, inside: readonly string[]): string {
  const { width, height, left, right, bottom, top } = box
  const lines = yScale.ticks.map((tick) => {
    const at = round(yScale.place(tick))
    return `<line class="grid" x1="${left}" x2="${right}" y1="${at}" y2="${at}"/>${write(showNumber(tick), { x: left - 8, y: at + 4, anchor: 'end' })}`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">`,
    `<style>${style}</style>`,
    write(title, { x: 12, y: 22, anchor: 'start', kind: 'title' }),
    ...names.map(legend(names)),
    ...lines,
    ...inside,
    write(x, { x: (left + right) / 2, y: height - 12, anchor: 'middle' }),
    `<text transform="translate(14 ${(top + bottom) / 2}) rotate(-90)" text-anchor="middle">${y}</text>`,
    '</svg>',
    '',
  ].join('\n')
}

type Place = {
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'middle' | 'end'
  readonly kind?: 'title' | 'small'
}

/** Words at a place. */
export function write(words: string, { x, y, anchor, kind }: Place): string {
  const look = kind ? ` class="${kind}"` : ''
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"${look}>${words}</text>`
}

/** As people write it: 12,000 and 0.5. */
export function showNumber(number: number): string {
  return number.toLocaleString('en', { maximumSignificantDigits: 3 })
}

/** A tenth of a pixel is enough, and keeps the files small. */
export function round(pixels: number): number {
  return Math.round(pixels * 10) / 10
}

function legend(names: readonly string[]) {
  return (name: string, i: number): string => {
    const before = names.slice(0, i).reduce((sum, one) => sum + one.length * 7.2 + 34, 0)
    const at = box.left + before
    const sample = `<rect x="${round(at)}" y="35" width="12" height="12" rx="2" fill="${colourOf(i)}"/>`
    return `${sample}${write(name, { x: at + 18, y: 46, anchor: 'start' })}`
  }
}
