import type { HtmlTag } from '../html/html-tag.ts'

/** The form that places many orders at a rate. */
export function burstForm(html: HtmlTag): unknown {
  return html`<form class="inline" method="post" action="/actions/start-burst" data-action>
<label>Orders <input name="count" type="number" value="100" min="1" max="1000" required></label>
<label>per second <input name="perSecond" type="number" value="20" min="1" max="200" required></label>
<label class="tick"><input name="hangUp" type="checkbox"> clients hang up as soon as their order is stored</label>
<button>Place them</button>
</form>
<p class="quiet">At most 1,000. Their ledger opens: what became of each, counted from outside.</p>`
}
