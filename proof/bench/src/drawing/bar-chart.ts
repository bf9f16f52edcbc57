import { box, colourOf, frame, round, showNumber, write } from './frame.ts'
import { linearScale, type Scale } from './scale.ts'

/** One bar of parts, the first one lowest; its parts are named in the same order everywhere. */
export type Bar = { readonly label: string; readonly parts: readonly number[] }

/** Bars beside each other. */
export type BarChart = {
  readonly title: string
  readonly x: string
  readonly y: string
  /** Of the parts, in their order. */
  readonly names: readonly string[]
  /** Whether the parts stand on each other or side by side. */
  readonly isStacked: boolean
  readonly bars: readonly Bar[]
}

/** Draws bars as SVG. */
export function drawBars({ title, x, y, names, isStacked, bars }: BarChart): string {
  const heights = bars.map(({ parts }) => (isStacked ? sum(parts) : Math.max(...parts)))
  const yScale = linearScale(heights, { from: box.bottom, to: box.top + 8 })
  const slot = (box.right - box.left) / bars.length
  const drawn = bars.flatMap((bar, i) => {
    const room = { left: box.left + i * slot + slot * 0.14, width: slot * 0.72 }
    const label = { x: room.left + room.width / 2, y: box.bottom + 18, anchor: 'middle' } as const
    const rects = isStacked ? stack(bar, room, yScale) : lineUp(bar, room, yScale)
    return [...rects, write(bar.label, label)]
  })
  return frame({ title, x, y, names, yScale }, drawn)
}

type Room = { readonly left: number; readonly width: number }

function stack({ parts }: Bar, { left, width }: Room, { place }: Scale): string[] {
  const rects = parts.map((part, i) => {
    const below = sum(parts.slice(0, i))
    return drawRect({ left, width, top: place(below + part), bottom: place(below) }, i)
  })
  const total = sum(parts)
  const at = { x: left + width / 2, y: place(total) - 5, anchor: 'middle', kind: 'small' } as const
  return [...rects, write(showNumber(total), at)]
}

function lineUp({ parts }: Bar, { left, width }: Room, { place }: Scale): string[] {
  const own = width / parts.length
  return parts.flatMap((part, i) => {
    const from = left + i * own
    const at = { x: from + own / 2, y: place(part) - 5, anchor: 'middle', kind: 'small' } as const
    const sides = { left: from, width: own - 3, top: place(part), bottom: place(0) }
    return [drawRect(sides, i), write(showNumber(part), at)]
  })
}

type Sides = Room & { readonly top: number; readonly bottom: number }

function drawRect({ left, width, top, bottom }: Sides, i: number): string {
  const [x, y, w, h] = [left, top, width, bottom - top].map(round)
  return `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${colourOf(i)}"/>`
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}
