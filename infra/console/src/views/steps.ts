import type { HtmlTag } from '../html/html-tag.ts'

/** What has happened so far, the newest last. */
export function stepList(html: HtmlTag, steps: readonly string[], isRunning: boolean): unknown {
  return html`<ol class="steps" aria-live="polite">${steps.map((step) => html`<li>${step}</li>`)}${isRunning ? html`<li class="quiet">…</li>` : undefined}</ol>`
}
