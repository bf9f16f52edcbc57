import type { View } from '../../html/html-tag.ts'
import { type CompareForm, compareForm } from '../../views/compare-form.ts'

export type CompareData = {
  readonly whyNot: string | undefined
  readonly form: CompareForm
  readonly made: readonly { readonly name: string; readonly state: string; readonly href: string }[]
}

export const view: View<CompareData> = (html, { whyNot, form, made }) => html`
<h1>Two strategies side by side</h1>
<p>The same orders by clients of the same pace, once with each strategy, under one fault of the lab; the ledger says what became of them.</p>
${whyNot ? html`<p class="bad">${whyNot}</p>` : undefined}
<section aria-labelledby="begin"><h2 id="begin">Compare</h2>${compareForm(html, form, whyNot !== undefined)}</section>
<section aria-labelledby="made"><h2 id="made">Made so far</h2>
${made.length === 0 ? html`<p class="quiet">None since npm start.</p>` : html`<ul>${made.map(({ name, state, href }) => html`<li><a href="${href}">${name}</a> <span class="badge">${state}</span></li>`)}</ul>`}
</section>`
