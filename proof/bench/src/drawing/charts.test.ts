import { expect, test } from 'vitest'
import { drawBars } from './bar-chart.ts'
import { box } from './frame.ts'
import { drawLines } from './line-chart.ts'

const numbers = (svg: string, attribute: string) =>
  [...svg.matchAll(new RegExp(` ${attribute}="([\\d.]+)"`, 'g'))].map(([, text]) => Number(text))

test('a line goes through its points, higher values higher up', () => {
  const points = [
    { x: 0, y: 0 },
    { x: 100, y: 50 },
    { x: 200, y: 100 },
  ]

  const svg = drawLines({ title: 't', x: 'x', y: 'y', lines: [{ name: 'one', points }] })

  const middle = (box.top + box.bottom) / 2
  expect(numbers(svg, 'cy')).toEqual([box.bottom, middle, box.top])
  expect(numbers(svg, 'cx')[0]).toBe(box.left)
  expect(svg).toContain('>one</text>')
})

test('the parts of a bar stand on each other and their sum is written above', () => {
  const bars = [{ label: '100', parts: [20, 33] }]

  const svg = drawBars({ title: 't', x: 'x', y: 'y', names: ['a', 'b'], isStacked: true, bars })

  const [, , lower = 0, upper = 0] = numbers(svg, 'height').slice(1)
  expect(upper / lower).toBeCloseTo(1.65, 1)
  expect(svg).toContain('>53</text>')
})

test('bars side by side have each its own value above', () => {
  const bars = [{ label: '1', parts: [48, 1_234] }]

  const svg = drawBars({ title: 't', x: 'x', y: 'y', names: ['a', 'b'], isStacked: false, bars })

  expect(svg).toContain('>48</text>')
  expect(svg).toContain('>1,230</text>')
})
