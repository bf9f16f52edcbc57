/** One line to standard output: what a person or a script reads. */
export function printLine(line: string): void {
  process.stdout.write(`${line}\n`)
}
