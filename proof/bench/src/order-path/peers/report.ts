/** What becomes of an error that nobody waits for. */
export function report(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
}
