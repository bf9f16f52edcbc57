import type { HtmlTag } from '../html/html-tag.ts'

/** What must come out: one cell for each head. */
export type ExpectedTable = {
  /** What a row is about. */
  readonly of: 'fault' | 'strategy'
  readonly heads: readonly string[]
  readonly rows: readonly {
    readonly name: string
    readonly href?: string
    readonly cells: readonly { readonly text: string; readonly isBad: boolean }[]
  }[]
}

/** What a comparison shows where it can be run. */
export function expectedTable(html: HtmlTag, { of, heads, rows }: ExpectedTable): unknown {
  return html`<div class="scroll" role="region" aria-label="What must come out" tabindex="0"><table class="list ledger">
<thead><tr><th>${of}</th>${heads.map((head) => html`<th>${head}</th>`)}</tr></thead>
<tbody>${rows.map(
    ({ name, href, cells }) =>
      html`<tr data-expected="${name}"><th scope="row">${href ? html`<a href="${href}">${name}</a>` : name}</th>${cells.map(
        ({ text, isBad }) => html`<td class="${isBad ? 'bad' : ''}">${text}</td>`,
      )}</tr>`,
  )}</tbody></table></div>
<p class="quiet">What the lab must find each time, written by hand; where a comparison is run its ledger is counted.</p>`
}
