/** Every order of a list. */
export function ordersOf<T>(list: readonly T[]): (readonly T[])[] {
  if (list.length < 2) return [list]
  return list.flatMap((first, index) =>
    ordersOf(list.toSpliced(index, 1)).map((rest) => [first, ...rest]),
  )
}
