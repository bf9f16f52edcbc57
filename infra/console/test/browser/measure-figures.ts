import type { Page } from 'playwright-core'
import { inject } from 'vitest'
import { sendSpans } from './send-spans.ts'

const repetitions = 20

type Times = { readonly median: number; readonly longest: number }

/** How long the browser takes to draw 200 spans, layout included: the first time, and again; in milliseconds. */
export async function measureDrawing(page: Page): Promise<{ first: Times; again: Times }> {
  const spans = Array.from({ length: 200 }, (_, i) => ({ name: `span ${i}`, at: i, lasts: 40 }))
  const traceId = await sendSpans(spans)
  await page.goto(`${inject('console').url}/traces/${traceId}`)
  await page.locator('main[data-live]').waitFor()
  // As a text: what the page loads is known to its import map only.
  return page.evaluate(`(async () => {
    const { html, render } = await import('lit-html')
    const { view } = await import('/assets/pages/trace/view.ts')
    const answer = await fetch(location.href, { headers: { accept: 'application/json' } })
    const { data } = await answer.json()
    const main = document.querySelector('main')
    const draw = (into) => {
      const from = performance.now()
      render(view(html, data, { folded: new Set() }), into)
      into.getBoundingClientRect()
      return performance.now() - from
    }
    const times = Array.from({ length: ${repetitions} }, () => {
      const into = document.createElement('div')
      main.replaceChildren(into)
      const first = draw(into)
      data.waterfall.groups[0].rows.forEach((row) => { row.took += ' ' })
      return { first, again: draw(into) }
    })
    const of = (name) => {
      const sorted = times.map((one) => one[name]).sort((a, b) => a - b)
      return { median: sorted[sorted.length >> 1], longest: sorted.at(-1) }
    }
    return { first: of('first'), again: of('again') }
  })()`)
}

/** From the press of a button in calm to the moment in which the system is as it says; in milliseconds, by button. */
export async function measureSwitches(page: Page): Promise<Readonly<Record<string, number>>> {
  await page.goto(`${inject('console').url}/faults`)
  await page.locator('main[data-live]').waitFor()
  const buttons = (action: string) => page.locator(`form[action="/actions/${action}"] button`)
  const faults = await buttons('turn-fault').allTextContents()
  const [usual = '', ...others] = await buttons('use-strategy').allTextContents()
  const took: Record<string, number> = {}
  for (const name of [...others, ...faults]) {
    took[name] = await press(page, name)
    took[`${name}, back`] = await press(page, faults.includes(name) ? name : usual)
  }
  return took
}

/** The answer comes when it has taken effect. */
async function press(page: Page, name: string): Promise<number> {
  const from = performance.now()
  const answered = page.waitForResponse((answer) => answer.request().method() === 'POST')
  await page.getByRole('button', { name, exact: true }).click()
  const answer = await answered
  if (!answer.ok()) throw new Error(`${name}: ${await answer.text()}`)
  return Math.round(performance.now() - from)
}
