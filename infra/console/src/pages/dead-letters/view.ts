import type { HtmlTag, View } from '../../html/html-tag.ts'

export type LetterRow = {
  readonly id: string
  readonly label: string
  readonly what: string
  readonly where: string
  readonly why: string
  readonly at: string
  readonly attempts: number
  readonly note: string
  readonly showHref: string
  readonly traceHref: string | undefined
}

export type LettersData = {
  readonly isReading: boolean
  readonly isReadOnly: boolean
  readonly isKnown: boolean
  readonly letters: readonly LetterRow[]
  readonly parked: readonly LetterRow[]
  readonly troubles: readonly string[]
  readonly preview:
    | {
        readonly id: string
        /** Undefined until they were read. */
        readonly facts: readonly (readonly [string, string])[] | undefined
      }
    | undefined
}

export const view: View<LettersData> = (html, data) => html`
<h1>Dead letters and parked rows</h1>
${data.troubles.map((trouble) => html`<p class="bad">${trouble}</p>`)}
<p class="quiet" id="reading">${data.isReading ? 'Reading the topics and outboxes …' : 'As it was when the page was opened, and after each action.'}</p>
<section aria-labelledby="letters"><h2 id="letters">Dead letters</h2>
${list(html, data, { rows: data.letters, none: 'No consumer group has parked a record.', buttons: replay })}</section>
<section aria-labelledby="parked"><h2 id="parked">Parked rows</h2>
${list(html, data, { rows: data.parked, none: 'No outbox has a parked row.', buttons: releaseOrDrop })}</section>
${data.preview ? preview(html, data.preview) : undefined}`

type Buttons = (html: HtmlTag, row: LetterRow) => unknown
type Listed = {
  readonly rows: readonly LetterRow[]
  readonly none: string
  readonly buttons: Buttons
}

function list(
  html: HtmlTag,
  { isKnown, isReadOnly }: LettersData,
  { rows, none, buttons }: Listed,
): unknown {
  if (rows.length === 0) return html`<p class="quiet">${isKnown ? none : '…'}</p>`
  return html`<ul class="cards">${rows.map(
    (
      row,
    ) => html`<li data-id="${row.id}"><p class="facts"><code>${row.label}</code><strong>${row.what}</strong><span>${row.where}</span>
<span class="quiet">${row.attempts} ${row.attempts === 1 ? 'attempt' : 'attempts'}, ${row.at}</span></p>
<p class="bad">${row.why}</p>
<p class="facts"><a href="${row.showHref}" data-inplace>Preview</a>${row.traceHref ? html`<a href="${row.traceHref}">Trace</a>` : undefined}
${isReadOnly ? undefined : buttons(html, row)}<span class="quiet">${row.note}</span></p></li>`,
  )}</ul>`
}

function replay(html: HtmlTag, { id }: LetterRow): unknown {
  return html`<form method="post" action="/actions/replay" data-action><input type="hidden" name="id" value="${id}"><button>Replay</button></form>`
}

function releaseOrDrop(html: HtmlTag, { id, what }: LetterRow): unknown {
  return html`<form method="post" action="/actions/release" data-action><input type="hidden" name="id" value="${id}"><button>Release</button></form>
<form method="post" action="/actions/drop" data-action><input type="hidden" name="id" value="${id}"><button class="danger" data-confirm="Delete ${what}? It was accepted and is then lost.">Drop</button></form>`
}

function preview(html: HtmlTag, { id, facts }: NonNullable<LettersData['preview']>): unknown {
  return html`<section id="preview" aria-labelledby="preview-title"><h2 id="preview-title">${id}</h2>
<p class="facts"><a href="/dead-letters" data-inplace>Close</a></p>
${facts ? html`<dl class="pairs">${facts.map(([name, text]) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>` : html`<p class="quiet">Reading it …</p>`}</section>`
}
