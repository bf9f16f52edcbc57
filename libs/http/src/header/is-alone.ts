/** Whether a field stands once: of several Node keeps the first, and a proxy may have looked at another. */
export function isAlone(name: string, rawHeaders: readonly string[]): boolean {
  let count = 0
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const field = rawHeaders[i] as string
    if (field.length === name.length && field.toLowerCase() === name) count += 1
  }
  return count === 1
}
