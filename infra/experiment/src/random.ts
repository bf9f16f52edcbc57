/** Numbers that look random and are the same for the same seed. */
export type Random = {
  /** At least 0, below 1. */
  next(): number
  /** A whole number of at least `min`, below `max`. */
  between(min: number, max: number): number
  pick<T>(list: readonly [T, ...T[]]): T
}

/** Mulberry32: small, fast, good enough to choose what a client does next. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (min: number, max: number) => min + Math.floor(next() * (max - min))
  return { next, between, pick: (list) => list[between(0, list.length)] ?? list[0] }
}
