import type { HtmlTag } from '../html/html-tag.ts'
import type { Waterfall } from './waterfall-data.ts'

/** Which rows of a long trace these are, and the way to the others; nothing where all are here. */
export function waterfallParts(html: HtmlTag, { rows }: Waterfall): unknown {
  const { first, last, total, before, next } = rows
  if (!before && !next) return undefined
  return html`<p class="facts">Spans ${first} to ${last} of ${total}
${before ? html`<a href="${before}" data-inplace>the ones before</a>` : undefined}
${next ? html`<a href="${next}" data-inplace>the next ones</a>` : undefined}</p>`
}
