/** Draws the page anew; what the reader has opened stays open, also when others have come before it. */
export function keepOpen(main: HTMLElement, draw: () => void): void {
  const before = new Map(detailsOf(main).map((one) => [one.id, one.open]))
  draw()
  // Rows are drawn in order into the elements that are there: which one an element shows is said by its id.
  for (const one of detailsOf(main)) one.open = before.get(one.id) ?? false
}

function detailsOf(main: HTMLElement): readonly HTMLDetailsElement[] {
  return [...main.querySelectorAll('details')]
}
