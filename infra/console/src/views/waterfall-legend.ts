import type { HtmlTag } from '../html/html-tag.ts'
import type { Waterfall } from './waterfall-data.ts'

/** The services by colour, and the signs that this picture uses. */
export function waterfallLegend(
  html: HtmlTag,
  { services, groups, cuts, answer }: Waterfall,
): unknown {
  const rows = groups.flatMap((group) => group.rows)
  const entries = [
    ['runs', 'runs', true],
    ['outlives', 'runs after its parent has ended', rows.some((row) => row.outlives.width > 0)],
    ['waits', 'waits to start', rows.some((row) => row.waits.width > 0)],
    ['answer', `${answer?.name} has ended`, answer !== undefined],
    ['cut', `${cuts.map(({ took }) => took).join(', ')} cut out, nothing ran`, cuts.length > 0],
  ] as const
  const used = entries.filter(([, , isUsed]) => isUsed)
  return html`<div class="legend"><ul aria-label="Services">${services.map(
    ({ name, colour }) => html`<li><span class="sign runs s${colour}"></span>${name}</li>`,
  )}</ul><ul aria-label="Signs">${used.map(
    ([sign, words]) => html`<li><span class="sign ${sign}"></span>${words}</li>`,
  )}</ul></div>`
}
