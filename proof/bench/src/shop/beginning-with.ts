/** Each round begins with another one: nobody always comes first on a machine that was busy before. */
export function beginningWith<Item>(all: readonly Item[], nth: number): readonly Item[] {
  const first = nth % all.length
  return [...all.slice(first), ...all.slice(0, first)]
}
