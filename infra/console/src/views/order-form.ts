import type { HtmlTag } from '../html/html-tag.ts'

/** The form that places one order. */
export function orderForm(html: HtmlTag): unknown {
  return html`<form class="inline" method="post" action="/actions/place-order" data-action>
<label>Sku <input name="sku" value="tea" required maxlength="100" autocomplete="off"></label>
<label>Quantity <input name="quantity" type="number" value="2" min="1" max="1000" required></label>
<button class="primary">Place the order</button>
</form>
<p class="quiet">Its trace opens and grows. Three of <code>samovar</code>, twice: the second order is rejected.</p>`
}
