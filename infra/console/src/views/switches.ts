import type { HtmlTag } from '../html/html-tag.ts'

export type SwitchesData = {
  readonly whyNot: string | undefined
  /** Undefined until the system is in hand. */
  readonly state: Now | undefined
}

type Now = {
  readonly strategies: readonly string[]
  readonly strategy: string
  readonly busyWith?: string
  readonly switches: readonly Switch[]
}

type Switch = { readonly name: string; readonly says: string; readonly isOn: boolean }

/** The strategy of order and the faults, as they are now, each a button. */
export function switches(html: HtmlTag, { whyNot, state }: SwitchesData): unknown {
  if (whyNot) return html`<p class="bad">${whyNot}</p>`
  if (!state) return html`<p class="quiet">…</p>`
  return html`${state.busyWith ? html`<p class="bad">Wait a moment: ${state.busyWith}.</p>` : undefined}
<h3>How order publishes</h3>
<div class="facts">${state.strategies.map((name) => strategyForm(html, name, state))}</div>
<h3>Faults</h3>
<ul class="switches">${state.switches.map((one) => faultForm(html, one, state))}</ul>
<form method="post" action="/actions/reset-system" data-action><button ?disabled=${isBusy(state)}>Reset everything</button></form>`
}

/** A button that is pressed meanwhile would be refused. */
function isBusy({ busyWith }: Now): boolean {
  return busyWith !== undefined
}

function strategyForm(html: HtmlTag, name: string, now: Now): unknown {
  const isChosen = name === now.strategy
  return html`<form method="post" action="/actions/use-strategy" data-action>
<input type="hidden" name="strategy" value="${name}">
<button class="${isChosen ? 'primary' : ''}" aria-pressed="${String(isChosen)}" ?disabled=${isBusy(now)}>${name}</button></form>`
}

function faultForm(html: HtmlTag, { name, says, isOn }: Switch, now: Now): unknown {
  return html`<li><form method="post" action="/actions/turn-fault" data-action>
<input type="hidden" name="fault" value="${name}"><input type="hidden" name="isOn" value="${isOn ? 'no' : 'yes'}">
<button class="${isOn ? 'danger' : ''}" aria-pressed="${String(isOn)}" ?disabled=${isBusy(now)}>${name}</button></form>
<span>${isOn ? html`<strong class="bad">on</strong> ` : undefined}<span class="quiet">${says}</span></span></li>`
}
