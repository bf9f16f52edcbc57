/** How many ends within what time are too many. */
export type EndLimit = {
  readonly mostEnds: number
  readonly withinMs: number
  readonly now?: () => number
}

/** Counts how often things end; says whether this end was one too many within the time. */
export function createEndCounter({
  mostEnds,
  withinMs,
  now = performance.now.bind(performance),
}: EndLimit) {
  const ends = new Map<string, number[]>()
  return function isTooOften(name: string): boolean {
    const recent = (ends.get(name) ?? []).filter((endedAt) => now() - endedAt < withinMs)
    ends.set(name, [...recent, now()])
    return recent.length + 1 >= mostEnds
  }
}
