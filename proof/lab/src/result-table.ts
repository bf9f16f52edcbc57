import type { Figure, Judged } from '@tailspan/experiment'

type Column = { readonly head: string; readonly show: (cell: Judged) => string }

const number = (head: string, read: (cell: Judged) => number): Column => ({
  head,
  show: (cell) => read(cell).toFixed(0),
})

/** Seen, and in brackets what was expected. */
const figure = (head: string, name: Figure): Column => ({
  head,
  show: ({ ledger, expectation }) => `${ledger[name]} (${expectation.figures[name]})`,
})

const columns: readonly Column[] = [
  { head: 'fault', show: ({ fault }) => fault },
  { head: 'contender', show: ({ strategy }) => strategy },
  number('accepted', ({ ledger }) => ledger.accepted),
  number('delivered', ({ ledger }) => ledger.delivered),
  figure('lost', 'lost'),
  figure('dead letters', 'deadLettered'),
  figure('pending', 'pending'),
  figure('twice', 'duplicateEffects'),
  figure('mails twice', 'repeatedMails'),
  number('linked', ({ ledger }) => ledger.linked),
  figure('unlinked', 'unlinked'),
  number('p50 ms', ({ answerMs }) => quantile(answerMs, 0.5)),
  number('p99 ms', ({ answerMs }) => quantile(answerMs, 0.99)),
  { head: 'recovery', show: ({ recoveryMs }) => `${(recoveryMs / 1_000).toFixed(1)} s` },
  { head: '', show: ({ surprises }) => (surprises.length === 0 ? '✓' : '✗') },
]

/** All cells as a table for people; expected is in brackets. What was not is said below. */
export function toTable(cells: readonly Judged[]): string {
  const rows = [columns.map(({ head }) => head), ...cells.map(toRow)]
  const widths = columns.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  const lines = rows.map((row) =>
    row
      .map((text, i) => (i < 2 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
  const surprises = cells.flatMap(({ strategy, fault, surprises }) =>
    surprises.map((surprise) => `✗ ${strategy} under ${fault}: ${surprise}.`),
  )
  const end = surprises.length > 0 ? surprises : [`All ${cells.length} came out as expected.`]
  return [...lines, '', ...end].join('\n')
}

function toRow(cell: Judged): string[] {
  return columns.map(({ show }) => show(cell))
}

/** The cells in the shape that design.md promises to machines. */
export function toJson(cells: readonly Judged[]): object[] {
  return cells.map(({ strategy, fault, ledger, answerMs, recoveryMs, surprises }) => {
    const { accepted, delivered, deadLettered, pending, lost } = ledger
    const { duplicateEffects, repeatedMails, linked } = ledger
    return {
      strategy,
      fault,
      accepted,
      delivered,
      deadLettered,
      pending,
      lost,
      duplicateEffects,
      repeatedMails,
      linked,
      answerP50Ms: rounded(quantile(answerMs, 0.5)),
      answerP99Ms: rounded(quantile(answerMs, 0.99)),
      recoveryMs: Math.round(recoveryMs),
      asExpected: surprises.length === 0,
    }
  })
}

/** 0 when nobody was answered. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.ceil(sorted.length * share) - 1] ?? 0
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10
}
