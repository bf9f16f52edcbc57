import type { HtmlTag, View } from '../../html/html-tag.ts'
import { type CompareForm, compareForm } from '../../views/compare-form.ts'
import { type ExpectedTable, expectedTable } from '../../views/expected-table.ts'
import { type LedgerData, ledgerTable } from '../../views/ledger.ts'
import { stepList } from '../../views/steps.ts'
import { waterfall } from '../../views/waterfall.ts'
import type { Waterfall } from '../../views/waterfall-data.ts'

type SideData = {
  readonly name: string
  readonly ledger: LedgerData
  readonly waterfall: Waterfall | undefined
}

type RunData = {
  readonly state: string
  readonly steps: readonly string[]
  readonly failure: string | undefined
  readonly sides: readonly SideData[]
}

export type ComparisonData = {
  readonly left: string
  readonly right: string
  readonly fault: string
  readonly whyNot: string | undefined
  readonly form: CompareForm
  readonly run: RunData | undefined
  /** Undefined where the reader can find it out. */
  readonly told: ExpectedTable | undefined
}

export const view: View<ComparisonData> = (html, data, state) => html`
<p class="quiet"><a href="/compare">Side by side</a></p>
<h1>${data.left} and ${data.right} under ${data.fault}</h1>
${data.whyNot ? html`<p class="bad">${data.whyNot}</p>` : undefined}
${data.told ? told(html, data.told) : undefined}
${data.run ? progress(html, data.run) : undefined}
${data.run?.sides.map(
  (side) => html`<h2>${side.name}</h2>
${side.waterfall ? waterfall(html, side.waterfall, state) : html`<p class="quiet">No span of this order has arrived.</p>`}`,
)}
${data.run && data.run.sides.length > 0 ? html`<section aria-labelledby="ledger"><h2 id="ledger">Ledger</h2>${ledgerTable(html, data.run.sides)}</section>` : undefined}
<section aria-labelledby="again"><h2 id="again">${data.run ? 'Again, or otherwise' : 'Compare'}</h2>${compareForm(html, data.form, data.whyNot !== undefined)}</section>`

/** Folded up, so that a guess comes first here, too. */
function told(html: HtmlTag, table: ExpectedTable): unknown {
  return html`<details class="outcome" id="told"><summary>What it shows where it can be run</summary>
<p>One order with each strategy, on one time axis that begins with the order, and below them the ledger of both.</p>
${expectedTable(html, table)}</details>`
}

function progress(html: HtmlTag, { state, steps, failure, sides }: RunData): unknown {
  return html`<section aria-labelledby="steps"><h2 id="steps">What happens <span class="badge ${state}" id="state">${state}</span></h2>
${stepList(html, steps, state === 'running')}
${failure ? html`<p class="bad">It could not be brought to its end: ${failure}</p>` : undefined}
${sides.length > 0 ? html`<p class="quiet">One order of each, on one time axis that begins with the order.</p>` : undefined}</section>`
}
