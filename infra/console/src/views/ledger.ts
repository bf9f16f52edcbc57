import type { HtmlTag } from '../html/html-tag.ts'

/** The ledger of some orders as the page shows it. */
export type LedgerData = {
  readonly accepted: number
  readonly delivered: number
  readonly pending: number
  readonly deadLettered: number
  readonly lost: number
  readonly duplicateEffects: number
  readonly repeatedMails: number
  readonly unlinked: number
}

const columns: readonly (readonly [keyof LedgerData, string])[] = [
  ['accepted', 'accepted'],
  ['delivered', 'delivered'],
  ['pending', 'pending'],
  ['deadLettered', 'dead-lettered'],
  ['lost', 'lost'],
  ['duplicateEffects', 'done twice'],
  ['repeatedMails', 'mails again'],
  ['unlinked', 'in another trace'],
]
const bad: readonly string[] = ['lost', 'duplicateEffects', 'unlinked']

/** Ledgers below each other, each with its name. */
export function ledgerTable(
  html: HtmlTag,
  rows: readonly { readonly name: string; readonly ledger: LedgerData }[],
): unknown {
  return html`<div class="scroll" role="region" aria-label="What became of the orders" tabindex="0"><table class="list ledger">
<thead><tr><th>orders</th>${columns.map(([, title]) => html`<th class="number">${title}</th>`)}</tr></thead>
<tbody>${rows.map(
    ({ name, ledger }) =>
      html`<tr data-ledger="${name}"><th scope="row">${name}</th>${columns.map(
        ([key]) =>
          html`<td class="number ${bad.includes(key) && ledger[key] > 0 ? 'bad' : ''}" data-figure="${key}">${ledger[key]}</td>`,
      )}</tr>`,
  )}</tbody></table></div>
<p class="quiet">Counted from outside, in PostgreSQL, Kafka and the mail catcher. Lost is what is in none of delivered, pending and dead-lettered.</p>`
}

/** Only the figures. */
export function toLedgerData(ledger: LedgerData): LedgerData {
  const figures = columns.map(([key]) => [key, ledger[key]])
  return Object.fromEntries(figures) as LedgerData
}
