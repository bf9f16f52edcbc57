import { axisTicks } from './axis-ticks.ts'
import { signs } from './draw-bar.ts'
import type { TimeScale } from './time-scale.ts'

const cellsPerTick = 7

/** The times above the bars, at round steps, as many as have room. */
export function drawAxis(scale: TimeScale, startNs: bigint, endNs: bigint): string {
  const cells = new Array<string>(scale.cells).fill(' ')
  for (const { atCell } of scale.cuts) cells[atCell] = signs.cut
  for (const { at, label } of axisTicks({ scale, startNs, endNs }, cellsPerTick))
    place(cells, Math.round(at), label)
  return cells.join('')
}

function place(cells: string[], at: number, label: string): void {
  const room = cells.slice(Math.max(0, at - 1), at + label.length + 1)
  const fits = at + label.length <= cells.length && room.every((cell) => cell === ' ')
  if (fits) cells.splice(at, label.length, ...label)
}
