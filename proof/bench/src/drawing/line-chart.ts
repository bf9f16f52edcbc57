import { box, colourOf, frame, round, showNumber, write } from './frame.ts'
import { linearScale, logScale } from './scale.ts'

export type Point = { readonly x: number; readonly y: number }

/** Lines over a common axis. */
export type LineChart = {
  readonly title: string
  readonly x: string
  readonly y: string
  readonly isLog?: boolean
  readonly lines: readonly { readonly name: string; readonly points: readonly Point[] }[]
}

/** Draws lines as SVG. */
export function drawLines({ title, x, y, isLog = false, lines }: LineChart): string {
  const points = lines.flatMap((line) => line.points)
  const toScale = isLog ? logScale : linearScale
  const xScale = linearScale(
    points.map((point) => point.x),
    { from: box.left, to: box.right - 8 },
  )
  const heights = points.map((point) => point.y).filter((height) => !isLog || height > 0)
  const yScale = toScale(heights, { from: box.bottom, to: box.top })
  const place = (point: Point): Point => ({
    x: round(xScale.place(point.x)),
    y: round(yScale.place(point.y)),
  })
  const below = xScale.ticks.map((tick) =>
    write(showNumber(tick), { x: xScale.place(tick), y: box.bottom + 18, anchor: 'middle' }),
  )
  const drawn = lines.flatMap(({ points }, i) => drawLine(points.map(place), colourOf(i)))
  const names = lines.map(({ name }) => name)
  return frame({ title, x, y, names, yScale }, [...below, ...drawn])
}

function drawLine(points: readonly Point[], colour: string): string[] {
  const path = points.map(({ x, y }) => `${x},${y}`).join(' ')
  const isSparse = points.length <= 20
  return [
    `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ...(isSparse
      ? points.map(({ x, y }) => `<circle cx="${x}" cy="${y}" r="3.2" fill="${colour}"/>`)
      : []),
  ]
}
