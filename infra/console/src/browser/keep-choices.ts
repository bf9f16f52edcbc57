type Field = HTMLInputElement | HTMLSelectElement

/** Draws the page anew; what the reader had chosen or typed in the same fields stays. */
export function keepChoices(main: HTMLElement, draw: () => void): void {
  const before = fieldsOf(main)
  draw()
  const after = fieldsOf(main)
  if (after.length !== before.length) return
  for (const [i, field] of after.entries()) {
    const old = before[i]
    if (old?.name !== field.name) continue
    if (isChoice(field) && isChoice(old)) field.checked = old.checked
    else field.value = old.value
  }
}

function fieldsOf(main: HTMLElement): readonly Field[] {
  return [...main.querySelectorAll<Field>('input, select')]
}

function isChoice(field: Field): field is HTMLInputElement {
  return field.type === 'radio' || field.type === 'checkbox'
}
