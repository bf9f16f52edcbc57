import type { HtmlTag } from '../html/html-tag.ts'

export type SwitchesData = {
  readonly whyNot: string | undefined
  /** Why it is not in hand yet; asked again by itself. */
  readonly trouble?: string | undefined
  /** Undefined until the system is in hand. */
  readonly state: Now | undefined
}

type Now = {
  readonly strategies: readonly string[]
  readonly strategy: string
  readonly busyWith?: string
  readonly switches: readonly Switch[]
}

type Switch = {
  readonly name: string
  readonly says: string
  /** Undefined where only the system is looked at: a part may be away for another reason. */
  readonly isOn: boolean | undefined
  /** What such a look finds of the part that it takes away, if that can be seen. */
  readonly seen?: { readonly part: string; readonly state: string } | undefined
}

/** The strategy of order and the faults, as they are now, each a button; where none may be pressed, with the reason. */
export function switches(html: HtmlTag, { whyNot, trouble, state }: SwitchesData): unknown {
  if (!state) return withoutState(html, whyNot, trouble)
  const { busyWith } = state
  // A button that is pressed meanwhile would be refused.
  const isOff = whyNot !== undefined || busyWith !== undefined
  return html`${whyNot ? html`<p class="bad">${whyNot}</p>` : undefined}${busyWith ? html`<p class="bad">Wait a moment: ${busyWith}.</p>` : undefined}
<h3>How order publishes</h3>
<div class="facts">${state.strategies.map((name) => strategyForm(html, { name, isChosen: name === state.strategy, isOff }))}</div>
<h3>Faults</h3>
<ul class="switches">${state.switches.map((one) => faultForm(html, one, isOff))}</ul>
<form method="post" action="/actions/reset-system" data-action><button ?disabled=${isOff}>Reset everything</button></form>`
}

function withoutState(html: HtmlTag, whyNot?: string, trouble?: string): unknown {
  if (whyNot) return html`<p class="bad">${whyNot}</p>`
  if (trouble)
    return html`<p class="bad">The system cannot be changed now: ${trouble}. Trying again …</p>`
  return html`<p class="quiet">…</p>`
}

type Strategy = { readonly name: string; readonly isChosen: boolean; readonly isOff: boolean }

function strategyForm(html: HtmlTag, { name, isChosen, isOff }: Strategy): unknown {
  return html`<form method="post" action="/actions/use-strategy" data-action>
<input type="hidden" name="strategy" value="${name}">
<button class="${isChosen ? 'primary' : ''}" aria-pressed="${String(isChosen)}" ?disabled=${isOff}>${name}</button></form>`
}

function faultForm(html: HtmlTag, { name, says, isOn, seen }: Switch, isOff: boolean): unknown {
  return html`<li><form method="post" action="/actions/turn-fault" data-action>
<input type="hidden" name="fault" value="${name}"><input type="hidden" name="isOn" value="${isOn ? 'no' : 'yes'}">
<button class="${isOn ? 'danger' : ''}" aria-pressed="${String(isOn)}" ?disabled=${isOff}>${name}</button></form>
<span>${isOn ? html`<strong class="bad">on</strong> ` : undefined}<span class="quiet">${says}</span>${isOn === undefined ? html` ${found(html, seen)}` : undefined}</span></li>`
}

function found(html: HtmlTag, seen: Switch['seen']): unknown {
  if (!seen) return html`<span class="badge">not to be seen from outside</span>`
  const { part, state } = seen
  return html`<span class="badge ${state === 'ready' ? 'complete' : 'error'}">${part} is ${state}</span>`
}
