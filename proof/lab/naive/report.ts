/** MISTAKE: a line that nobody reads. */
export function report(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
}
