import type { View } from '../../html/html-tag.ts'

export type ExercisesData = {
  readonly exercises: readonly {
    readonly title: string
    readonly question: string
    readonly href: string
    readonly state: string | undefined
  }[]
  readonly whyNot: string | undefined
}

export const view: View<ExercisesData> = (html, { exercises, whyNot }) => html`
<h1>Exercises</h1>
<p>Say what you expect, do it with one button, look at the trace. What is right is counted in this system, while you look; each takes less than half
a minute and resets itself. Do not order anything else meanwhile.</p>
${whyNot ? html`<p class="notice">${whyNot}</p>` : undefined}
<ol class="exercises">${exercises.map(
  ({ title, question, href, state }) => html`<li><h2><a href="${href}">${title}</a>
${state ? html`<span class="badge">${state}</span>` : undefined}</h2><p class="quiet">${question}</p></li>`,
)}</ol>`
