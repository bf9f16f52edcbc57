import { signs } from './draw-bar.ts'
import { formatDuration } from './format-duration.ts'
import type { TimeScale } from './time-scale.ts'

const cellsPerTick = 7

/** The times above the bars, at round steps, as many as have room. */
export function drawAxis(scale: TimeScale, startNs: bigint, endNs: bigint): string {
  const stepNs = roundStep(scale.nsPerCell * cellsPerTick)
  const cells = new Array<string>(scale.cells).fill(' ')
  for (const { atCell } of scale.cuts) cells[atCell] = signs.cut
  let last = ''
  for (const tickNs of ticks({ scale, startNs, endNs, stepNs })) {
    const label = formatTick(tickNs)
    // Hours after the start the steps are too small to be told apart.
    if (label !== last) place(cells, Math.round(scale.cellOf(startNs + tickNs)), label)
    last = label
  }
  return cells.join('')
}

// A power of ten, or 2, 2.5 or 5 times one.
function roundStep(wantedNs: number): bigint {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, wantedNs)))
  const factor = [1, 2, 2.5, 5].find((candidate) => candidate * power >= wantedNs) ?? 10
  return BigInt(Math.max(1, Math.round(factor * power)))
}

type Axis = {
  readonly scale: TimeScale
  readonly startNs: bigint
  readonly endNs: bigint
  readonly stepNs: bigint
}

function* ticks({ scale, startNs, endNs, stepNs }: Axis): Generator<bigint> {
  for (let tickNs = 0n; startNs + tickNs <= endNs; tickNs = (tickNs / stepNs + 1n) * stepNs) {
    // The next round step may lie hours away, in a pause that is cut out: name its end instead.
    const cut = scale.cuts.find(({ fromNs, toNs }) => isWithin(startNs + tickNs, fromNs, toNs))
    if (cut) tickNs = cut.toNs - startNs
    yield tickNs
  }
}

function isWithin(value: bigint, from: bigint, to: bigint): boolean {
  return from < value && value < to
}

function place(cells: string[], at: number, label: string): void {
  const room = cells.slice(Math.max(0, at - 1), at + label.length + 1)
  const fits = at + label.length <= cells.length && room.every((cell) => cell === ' ')
  if (fits) cells.splice(at, label.length, ...label)
}

function formatTick(ns: bigint): string {
  return formatDuration(ns).replace(/\.(\d*?)0+ /, (_, digits) => (digits ? `.${digits} ` : ' '))
}
