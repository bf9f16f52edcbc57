import type { HtmlTag, View } from '../../html/html-tag.ts'
import { type LedgerData, ledgerTable } from '../../views/ledger.ts'
import { stepList } from '../../views/steps.ts'
import { waterfall } from '../../views/waterfall.ts'
import type { Waterfall } from '../../views/waterfall-data.ts'

export type RunData = {
  readonly state: 'running' | 'done' | 'failed'
  /** What the reader expects. */
  readonly expected: string
  readonly steps: readonly string[]
  readonly failure: string | undefined
  readonly result: Result | undefined
}

type Result = {
  readonly cameTrue: string | undefined
  readonly isRight: boolean
  readonly isExpected: boolean
  readonly facts: readonly string[]
  readonly truth: string
  readonly notToConclude: string
  readonly ledger: LedgerData | undefined
}

/** What an exercise shows where it can be run. */
export type ToldData = {
  readonly comesTrue: string
  readonly truth: string
  readonly notToConclude: string
}

export type ExerciseData = {
  readonly number: number
  readonly slug: string
  readonly title: string
  readonly question: string
  readonly predictions: readonly { readonly id: string; readonly says: string }[]
  readonly action: string
  readonly look: readonly string[]
  readonly code: readonly { readonly path: string; readonly symbol: string }[]
  readonly whyNot: string | undefined
  readonly run: RunData | undefined
  /** Undefined where the reader can find it out. */
  readonly told: ToldData | undefined
  readonly waterfall: Waterfall | undefined
  readonly next: { readonly title: string; readonly href: string } | undefined
}

export const view: View<ExerciseData> = (html, data, state) => html`
<p class="quiet"><a href="/exercises">Exercises</a> · ${data.number}</p>
<h1>${data.title}</h1>
<section aria-labelledby="question"><h2 id="question">What do you expect?</h2>
<p>${data.question}</p>
${data.whyNot ? html`<p class="bad">${data.whyNot}</p>` : undefined}
${data.run?.state === 'running' ? html`<p>You expect: ${data.run.expected}</p>` : predict(html, data)}
</section>
${data.told ? told(html, data, data.told) : undefined}
${data.run ? happened(html, data.run) : undefined}
${data.run?.result ? outcome(html, data, { ...data.run.result, expected: data.run.expected }) : undefined}
${data.run ? html`<section aria-labelledby="look"><h2 id="look">What to look at</h2>${bullets(html, data.look)}</section>` : undefined}
${data.waterfall ? waterfall(html, data.waterfall, state) : undefined}
${data.run?.result ? after(html, data, data.run.result) : undefined}`

function predict(html: HtmlTag, { slug, predictions, action, whyNot, run }: ExerciseData): unknown {
  return html`<form method="post" action="/actions/run-exercise" data-action>
<input type="hidden" name="slug" value="${slug}">
<fieldset class="choices"><legend class="sr">Your prediction</legend>${predictions.map(
    ({ id, says }) =>
      html`<label class="choice"><input type="radio" name="prediction" value="${id}" required> <span>${says}</span></label>`,
  )}</fieldset>
<button class="primary" ?disabled=${whyNot !== undefined}>${run ? 'Do it again' : action}</button>
</form>`
}

/** Folded up, so that a prediction comes first here, too. */
function told(html: HtmlTag, { look, code }: ExerciseData, known: ToldData): unknown {
  return html`<details class="outcome" id="told"><summary>What it shows where it can be run</summary>
<p>${known.comesTrue}</p>
<p class="truth">${known.truth}</p>${codeLines(html, code)}
<h3>What to look at</h3>${bullets(html, look)}
<h3>What not to conclude</h3><p>${known.notToConclude}</p></details>`
}

function bullets(html: HtmlTag, lines: readonly string[]): unknown {
  return html`<ul class="bullets">${lines.map((line) => html`<li>${line}</li>`)}</ul>`
}

function codeLines(html: HtmlTag, code: ExerciseData['code']): unknown {
  return html`<p>In the code: ${code.map(({ path, symbol }, i) => html`${i > 0 ? ' · ' : ''}<code>${symbol}</code> in <code>${path}</code>`)}</p>`
}

function happened(html: HtmlTag, { state, steps, failure }: RunData): unknown {
  return html`<section aria-labelledby="steps"><h2 id="steps">What happens</h2>
${stepList(html, steps, state === 'running')}
${failure ? html`<p class="bad" id="failure">It could not be brought to its end: ${failure}</p>` : undefined}</section>`
}

type Outcome = Result & Pick<RunData, 'expected'>

function outcome(html: HtmlTag, { code }: ExerciseData, result: Outcome): unknown {
  const { cameTrue, isRight, isExpected, facts, truth, ledger, expected } = result
  return html`<section class="outcome ${isRight ? 'right' : 'wrong'}" aria-labelledby="outcome">
<h2 id="outcome">${isRight ? 'As you expected' : 'Otherwise than you expected'}</h2>
<p id="came-true">${cameTrue ?? 'The system did something that none of the predictions says.'}</p>
${isRight ? undefined : html`<p class="quiet">You expected: ${expected}</p>`}
<ul class="bullets" id="facts">${facts.map((fact) => html`<li>${fact}</li>`)}</ul>
${isExpected ? html`<p class="truth" id="truth">${truth}</p>${codeLines(html, code)}` : html`<p class="truth bad">We had expected something else, too: look at the trace and at the logs.</p>`}
${ledger ? ledgerTable(html, [{ name: 'this exercise', ledger }]) : undefined}</section>`
}

function after(html: HtmlTag, { next }: ExerciseData, { notToConclude }: Result): unknown {
  return html`<section aria-labelledby="not"><h2 id="not">What not to conclude</h2><p>${notToConclude}</p>
${next ? html`<p>Next: <a href="${next.href}">${next.title}</a></p>` : html`<p><a href="/compare">Two strategies side by side</a></p>`}</section>`
}
