export type Quantiles = { readonly median: number; readonly p90: number; readonly max: number }

/** Nearest rank, so that every figure is the length of a file or function that is really there. */
export function quantilesOf(values: readonly number[]): Quantiles {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0
  return { median: at(0.5), p90: at(0.9), max: at(1) }
}
