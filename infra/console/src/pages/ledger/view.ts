import type { View } from '../../html/html-tag.ts'
import { burstForm } from '../../views/burst-form.ts'
import { type LedgerTable, ledgerTable } from '../../views/ledger-table.ts'

export type LedgerData = {
  readonly burst:
    | {
        readonly says: string
        readonly progress: string
        readonly seen: readonly (readonly [name: string, value: string])[]
        readonly table: LedgerTable | undefined
      }
    | undefined
  readonly others: readonly { readonly href: string; readonly says: string }[]
}

export const view: View<LedgerData> = (html, { burst, others }) => html`
<h1>Ledger</h1>
<section aria-labelledby="new"><h2 id="new">Place many orders</h2>${burstForm(html)}</section>
${
  burst
    ? html`<section aria-labelledby="burst"><h2 id="burst">${burst.says} <span class="quiet">${burst.progress}</span></h2>
${burst.table ? ledgerTable(html, burst.table) : html`<p class="quiet">Counted as soon as every order was sent.</p>`}
<h3>What the clients saw</h3>
<dl class="pairs">${burst.seen.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></section>`
    : html`<p class="quiet">Nothing was counted yet. An order counts as accepted when its row is committed; for each consumer group its events are then delivered, pending, dead-lettered, or lost.</p>`
}
${
  others.length > 0
    ? html`<section aria-labelledby="earlier"><h2 id="earlier">Earlier</h2><ul>${others.map(
        ({ href, says }) => html`<li><a href="${href}">${says}</a></li>`,
      )}</ul></section>`
    : undefined
}`
