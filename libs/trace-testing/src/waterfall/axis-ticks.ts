import { formatDuration } from './format-duration.ts'
import type { TimeScale } from './time-scale.ts'

/** A time on the axis: where it stands, in cells, and what it says. */
export type Tick = { readonly at: number; readonly label: string }

type Axis = { readonly scale: TimeScale; readonly startNs: bigint; readonly endNs: bigint }

/** Times at round steps, one for about so many cells. */
export function* axisTicks({ scale, startNs, endNs }: Axis, cellsPerTick: number): Generator<Tick> {
  const stepNs = roundStep(scale.nsPerCell * cellsPerTick)
  let last = ''
  for (const tickNs of ticks({ scale, startNs, endNs, stepNs })) {
    const label = formatTick(tickNs)
    // Hours after the start the steps are too small to be told apart.
    if (label !== last) yield { at: scale.cellOf(startNs + tickNs), label }
    last = label
  }
}

// A power of ten, or 2, 2.5 or 5 times one.
function roundStep(wantedNs: number): bigint {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, wantedNs)))
  const factor = [1, 2, 2.5, 5].find((candidate) => candidate * power >= wantedNs) ?? 10
  return BigInt(Math.max(1, Math.round(factor * power)))
}

function* ticks({ scale, startNs, endNs, stepNs }: Axis & { stepNs: bigint }): Generator<bigint> {
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

function formatTick(ns: bigint): string {
  return formatDuration(ns).replace(/\.(\d*?)0+ /, (_, digits) => (digits ? `.${digits} ` : ' '))
}
