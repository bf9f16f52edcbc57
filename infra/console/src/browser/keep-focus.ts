/** Draws the rows anew; the span that had the focus keeps it, also when others have come before it. */
export function keepFocus(main: HTMLElement, draw: () => void): void {
  const key = focusedKey()
  draw()
  if (key === undefined || focusedKey() === key) return
  const row = main.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)
  row?.focus({ preventScroll: true })
}

/** Rows are drawn in order into the elements that are there: which span an element shows is said by its key. */
function focusedKey(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-key]')?.dataset.key
}
