/** From a value to its place along an axis, and the values that are written beside it. */
export type Scale = {
  place(value: number): number
  readonly ticks: readonly number[]
}

/** Where an axis begins and ends in the drawing, in pixels. */
export type Span = { readonly from: number; readonly to: number }

/** Even steps from 0 to a round number that nothing exceeds. */
export function linearScale(values: readonly number[], { from, to }: Span): Scale {
  const most = Math.max(...values) || 1
  const step = roundStep(most / 5)
  const end = Math.ceil(most / step - 1e-9) * step
  const count = Math.round(end / step)
  return {
    place: (value) => from + (value / end) * (to - from),
    ticks: Array.from({ length: count + 1 }, (_, i) => i * step),
  }
}

/** Each step ten times the one before; for what is never 0. */
export function logScale(values: readonly number[], { from, to }: Span): Scale {
  const low = Math.floor(Math.log10(Math.min(...values)))
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))))
  return {
    place: (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from),
    ticks: Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i)),
  }
}

/** The next of 1, 2, 5, 10, 20, … that is not below. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  return ([1, 2, 5].find((digit) => digit * power >= least * (1 - 1e-9)) ?? 10) * power
}
