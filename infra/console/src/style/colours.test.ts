import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const [light = '', dark = ''] = readFileSync(new URL('colours.css', import.meta.url), 'utf8').split(
  '@media',
)
const texts = ['ink', 'quiet', 'link', 'good', 'warn', 'bad', ...[0, 1, 2, 3, 4, 5, 6, 7].map(of)]
/** What text stands on; `soft` is the row of a waterfall that is open or pointed at. */
const grounds = ['page', 'card', 'soft']
/** Of normal text, by WCAG 2.2 AA. */
const least = 4.5

function of(service: number): string {
  return `s${service}`
}

test.each([
  ['light', light],
  ['dark', dark],
])('%s: every colour of text is read on every ground, also in a row that is selected', (_, css) => {
  const colours = new Map(
    [...css.matchAll(/--([\w-]+): #([0-9a-f]{6});/g)].map(([, name = '', hex = '']) => [name, hex]),
  )

  const ratios = texts.flatMap((text) =>
    grounds.map((ground) => ({
      text,
      ground,
      ratio: contrast(colours.get(text) ?? '', colours.get(ground) ?? ''),
    })),
  )

  expect(ratios.filter(({ ratio }) => !(ratio >= least))).toEqual([])
})

/** As WCAG defines it, from 1 to 21. */
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(hex: string): number {
  const [red = Number.NaN, green = Number.NaN, blue = Number.NaN] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
