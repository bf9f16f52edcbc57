import type { Ledger } from './ledger/read-ledger.ts'

/** What can be expected of a figure. */
export type Expected = '0' | '≥1' | 'any'

/** The figures that are expected, in the order of the table. */
export const figures = [
  'lost',
  'deadLettered',
  'pending',
  'duplicateEffects',
  'repeatedMails',
  'unlinked',
] as const satisfies readonly (keyof Ledger)[]

export type Figure = (typeof figures)[number]

/** What must come out of one contender under one fault. */
export type Expectation = {
  readonly fault: string
  readonly contender: string
  readonly figures: Readonly<Record<Figure, Expected>>
}

/** Reads the table; a line that is not complete is an error with its text. */
export function readExpectations(table: string): Expectation[] {
  const lines = table.split('\n').filter((line) => line.trim() !== '')
  return lines.map(readLine)
}

function readLine(line: string): Expectation {
  const [fault = '', contender = '', ...cells] = line.split('|').map((cell) => cell.trim())
  if (cells.length !== figures.length || !cells.every(isExpected))
    throw new Error(`expectations.ts: this line cannot be read: ${line.trim()}`)
  const entries = figures.map((figure, i) => [figure, cells[i]])
  return { fault, contender, figures: Object.fromEntries(entries) }
}

function isExpected(cell: string): cell is Expected {
  return ['0', '≥1', 'any'].includes(cell)
}

/** Whether a figure is as it was expected. */
export function isAsExpected(expected: Expected, seen: number): boolean {
  if (expected === 'any') return true
  return expected === '0' ? seen === 0 : seen >= 1
}
