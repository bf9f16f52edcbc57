import type { View } from '../../html/html-tag.ts'

export type ExercisesData = {
  readonly exercises: readonly {
    readonly title: string
    readonly question: string
    readonly href: string
    readonly state: string | undefined
    /** It cannot be run here. */
    readonly isOff: boolean
  }[]
  /** Why those that are off are so. */
  readonly whyNot: string | undefined
}

export const view: View<ExercisesData> = (html, { exercises, whyNot }) => html`
<h1>Exercises</h1>
<p>Say what you expect, do it with one button, look at the trace. What is right is counted in this system, while you look; each takes less than half
a minute and resets itself. Do not order anything else meanwhile.</p>
${whyNot ? html`<p class="notice">${whyNot}${exercises.some(({ isOff }) => !isOff) ? ' Exercises that change nothing run here, too.' : undefined}</p>` : undefined}
<ol class="exercises">${exercises.map(
  ({ title, question, href, state, isOff }) => html`<li><h2><a href="${href}">${title}</a>
${state ? html`<span class="badge">${state}</span>` : undefined}${isOff ? html`<span class="badge">not here</span>` : undefined}</h2><p class="quiet">${question}</p></li>`,
)}</ol>`
