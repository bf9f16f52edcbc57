import type { HtmlTag, View } from '../../html/html-tag.ts'
import { burstForm } from '../../views/burst-form.ts'
import { type Figure, figureList, type LedgerTable, ledgerTable } from '../../views/ledger-table.ts'

/** The newest orders, where the console only shows. */
export type FromOutside = {
  readonly isKnown: boolean
  /** Undefined while they cannot be counted. */
  readonly figures: readonly Figure[] | undefined
  /** How many records groups have not committed; undefined while Kafka does not answer. */
  readonly records: number | undefined
}

export type LedgerData = {
  readonly fromOutside: FromOutside | undefined
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

export const view: View<LedgerData> = (html, { fromOutside, ...data }) => html`
<h1>Ledger</h1>
${fromOutside ? ofAll(html, fromOutside) : ofBursts(html, data)}`

function ofAll(html: HtmlTag, { isKnown, figures, records }: FromOutside): unknown {
  if (!isKnown) return html`<p class="quiet">Counting in PostgreSQL …</p>`
  return html`<section aria-labelledby="all"><h2 id="all">The newest orders</h2>
${figures ? figureList(html, figures) : html`<p class="bad">PostgreSQL has not counted them in time.</p>`}
<p>${records === undefined ? 'Kafka does not answer.' : html`Records that a group has not committed: <strong>${records}</strong>. <a href="/dead-letters">Dead letters</a> are listed by themselves.`}</p>
<p class="quiet">Counted in the tables of the services, and in the mail catcher. This console reads no record of the topics, so what is elsewhere cannot be told apart:
on a topic, dead-lettered or lost; and whether a record has left its trace is not seen. <code>npm start</code> has a console that places orders and counts all of it.</p></section>`
}

function ofBursts(html: HtmlTag, { burst, others }: Omit<LedgerData, 'fromOutside'>): unknown {
  return html`<section aria-labelledby="new"><h2 id="new">Place many orders</h2>${burstForm(html)}</section>
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
}
