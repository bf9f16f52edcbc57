/** How long a measurement may take: the default, and the most. */
export type SecondsBounds = { readonly fallback: number; readonly max: number }

/** Reads `?seconds=`: undefined unless a decimal above 0, at most `max`, with at most three decimals. */
export function readSeconds(query: URLSearchParams, bounds: SecondsBounds): number | undefined {
  const text = query.get('seconds')
  if (text === null) return bounds.fallback
  const seconds = /^\d{1,6}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN
  return seconds > 0 && seconds <= bounds.max ? seconds : undefined
}
