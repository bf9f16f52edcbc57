import type { HtmlTag } from '../html/html-tag.ts'

export type Figure = {
  readonly name: string
  readonly value: number
  readonly says: string
  readonly isBad: boolean
}

export type LedgerTable = {
  readonly figures: readonly Figure[]
  /** Published, delivered, pending, dead-lettered, lost: for each event and group. */
  readonly flows: readonly { readonly name: string; readonly counts: readonly number[] }[]
}

/** Figures beside each other, each with what it means. */
export function figureList(html: HtmlTag, figures: readonly Figure[]): unknown {
  return html`<dl class="figures">${figures.map(
    ({ name, value, says, isBad }) =>
      html`<div class="${isBad ? 'figure bad' : 'figure'}" data-figure="${name}"><dt>${name}</dt><dd>${value}</dd><dd class="says">${says}</dd></div>`,
  )}</dl>`
}

/** What became of orders, counted in PostgreSQL, Kafka and the mail catcher. */
export function ledgerTable(html: HtmlTag, { figures, flows }: LedgerTable): unknown {
  return html`${figureList(html, figures)}
<div class="scroll" role="region" aria-label="Events" tabindex="0"><table class="list">
<thead><tr><th>event → group</th><th class="number">published</th><th class="number">delivered</th><th class="number">pending</th><th class="number">dead-lettered</th><th class="number">lost</th></tr></thead>
<tbody>${flows.map(
    ({ name, counts }) =>
      html`<tr><td>${name}</td>${counts.map((count) => html`<td class="number">${count}</td>`)}</tr>`,
  )}</tbody></table></div>`
}
