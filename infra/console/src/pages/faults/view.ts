import type { View } from '../../html/html-tag.ts'
import { type SwitchesData, switches } from '../../views/switches.ts'

export type FaultsData = SwitchesData

export const view: View<FaultsData> = (html, data) => html`
<h1>Strategy and faults</h1>
${
  data.whyNot
    ? html`<p>What can be done to the system, and what of it is to be seen from here. The strategy is the one that the system was started with.</p>`
    : html`<p>Each can be undone, and all of it is undone when <code>npm start</code> ends. A strategy takes a second or two; what drains under a fault does so beside
its successor.</p>`
}
<section aria-labelledby="now"><h2 id="now">As it is now</h2>${switches(html, data)}</section>
<p class="quiet"><a href="/compare">Two strategies side by side under one fault</a> · <a href="/exercises">Exercises</a></p>`
