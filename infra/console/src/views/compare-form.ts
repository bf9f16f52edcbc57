import type { HtmlTag } from '../html/html-tag.ts'

export type CompareForm = {
  readonly strategies: readonly string[]
  readonly faults: readonly { readonly name: string; readonly says: string }[]
  readonly chosen: {
    readonly left: string
    readonly right: string
    readonly fault: string
    readonly orders: number | string
    readonly seed: number | string
  }
}

/** What is compared, under what. */
export function compareForm(html: HtmlTag, form: CompareForm, isOff: boolean): unknown {
  const { strategies, faults, chosen } = form
  const pick = (name: string, list: readonly string[], value: string) =>
    html`<select name="${name}">${list.map((one) => html`<option value="${one}" ?selected=${one === value}>${one}</option>`)}</select>`
  const names = faults.map(({ name }) => name)
  return html`<form class="inline" method="post" action="/actions/compare" data-action>
<label>One strategy ${pick('left', strategies, chosen.left)}</label>
<label>The other ${pick('right', strategies, chosen.right)}</label>
<label>Under ${pick('fault', names, chosen.fault)}</label>
<label>Orders <input name="orders" type="number" value="${chosen.orders}" min="1" max="50" required></label>
<label>Seed <input name="seed" type="number" value="${chosen.seed}" min="0" max="999999" required></label>
<button class="primary" ?disabled=${isOff}>Compare</button></form>
<dl class="pairs">${faults.map(({ name, says }) => html`<div><dt>${name}</dt><dd>${says}</dd></div>`)}</dl>`
}
