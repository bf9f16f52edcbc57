import type { HtmlTag, View } from '../../html/html-tag.ts'
import { type CompareForm, compareForm } from '../../views/compare-form.ts'
import { type ExpectedTable, expectedTable } from '../../views/expected-table.ts'

type Made = { readonly name: string; readonly state: string; readonly href: string }

export type CompareData = {
  readonly whyNot: string | undefined
  readonly form: CompareForm
  readonly made: readonly Made[]
  /** Undefined where the reader can find it out. */
  readonly told: ExpectedTable | undefined
}

export const view: View<CompareData> = (html, { whyNot, form, made, told }) => html`
<h1>Two strategies side by side</h1>
<p>The same orders by clients of the same pace, once with each strategy, under one fault of the lab; the ledger says what became of them.</p>
${whyNot ? html`<p class="bad">${whyNot}</p>` : undefined}
<section aria-labelledby="begin"><h2 id="begin">Compare</h2>${compareForm(html, form, whyNot !== undefined)}</section>
${
  told
    ? html`<section aria-labelledby="told"><h2 id="told">What must become of the orders</h2>${expectedTable(html, told)}</section>`
    : html`<section aria-labelledby="made"><h2 id="made">Made so far</h2>${list(html, made)}</section>`
}`

function list(html: HtmlTag, made: readonly Made[]): unknown {
  if (made.length === 0) return html`<p class="quiet">None since npm start.</p>`
  return html`<ul>${made.map(({ name, state, href }) => html`<li><a href="${href}">${name}</a> <span class="badge">${state}</span></li>`)}</ul>`
}
