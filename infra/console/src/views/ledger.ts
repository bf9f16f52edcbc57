import type { HtmlTag } from '../html/html-tag.ts'
import { type LedgerFigures, ledgerWords } from './ledger-words.ts'

/** The ledger of some orders as the page shows it. */
export type LedgerData = LedgerFigures

/** Ledgers below each other, each with its name. */
export function ledgerTable(
  html: HtmlTag,
  rows: readonly { readonly name: string; readonly ledger: LedgerData }[],
): unknown {
  return html`<div class="scroll" role="region" aria-label="What became of the orders" tabindex="0"><table class="list ledger">
<thead><tr><th>orders</th>${ledgerWords.map(({ name }) => html`<th class="number">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    ({ name, ledger }) =>
      html`<tr data-ledger="${name}"><th scope="row">${name}</th>${ledgerWords.map(
        ({ key, isBad }) =>
          html`<td class="number ${isBad && ledger[key] > 0 ? 'bad' : ''}" data-figure="${key}">${ledger[key]}</td>`,
      )}</tr>`,
  )}</tbody></table></div>
<p class="quiet">Counted from outside, in PostgreSQL, Kafka and the mail catcher. Lost is what is in none of delivered, pending and dead-lettered.</p>`
}

/** Only the figures. */
export function toLedgerData(ledger: LedgerData): LedgerData {
  const figures = ledgerWords.map(({ key }) => [key, ledger[key]])
  return Object.fromEntries(figures) as LedgerData
}
