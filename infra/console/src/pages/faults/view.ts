import type { HtmlTag, View } from '../../html/html-tag.ts'

export type FaultsData = {
  readonly whyNot: string | undefined
  readonly strategies: readonly string[]
  readonly state: Now | undefined
}

type Now = {
  readonly strategy: string
  readonly busyWith?: string
  readonly switches: readonly {
    readonly name: string
    readonly says: string
    readonly isOn: boolean
  }[]
}

export const view: View<FaultsData> = (html, { whyNot, strategies, state }) => html`
<h1>Strategy and faults</h1>
<p>Each can be undone, and all of it is undone when <code>npm start</code> ends. A strategy takes a second or two; what drains under a fault does so beside
its successor.</p>
${whyNot ? html`<p class="bad">${whyNot}</p>` : undefined}
${state ? switches(html, strategies, state) : undefined}`

function switches(html: HtmlTag, strategies: readonly string[], state: Now): unknown {
  return html`${state.busyWith ? html`<p class="bad">Wait a moment: ${state.busyWith}.</p>` : undefined}
<section aria-labelledby="strategy"><h2 id="strategy">How order publishes</h2>
<div class="facts">${strategies.map((name) => strategyForm(html, name, state.strategy))}</div></section>
<section aria-labelledby="faults"><h2 id="faults">Faults</h2>
<ul class="switches">${state.switches.map((one) => faultForm(html, one))}</ul></section>
<form method="post" action="/actions/reset-system" data-action><button>Reset everything</button></form>
<p class="quiet"><a href="/compare">Two strategies side by side under one fault</a> · <a href="/exercises">Exercises</a></p>`
}

function strategyForm(html: HtmlTag, name: string, current: string): unknown {
  return html`<form method="post" action="/actions/use-strategy" data-action>
<input type="hidden" name="strategy" value="${name}">
<button class="${name === current ? 'primary' : ''}" aria-pressed="${String(name === current)}">${name}</button></form>`
}

function faultForm(html: HtmlTag, { name, says, isOn }: Now['switches'][number]): unknown {
  return html`<li><form method="post" action="/actions/turn-fault" data-action>
<input type="hidden" name="fault" value="${name}"><input type="hidden" name="isOn" value="${isOn ? 'no' : 'yes'}">
<button class="${isOn ? 'danger' : ''}" aria-pressed="${String(isOn)}">${name}</button></form>
<span>${isOn ? html`<strong class="bad">on</strong> ` : undefined}<span class="quiet">${says}</span></span></li>`
}
