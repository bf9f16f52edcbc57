import type { HtmlTag } from '../html/html-tag.ts'

export type BacklogData = {
  /** Whether it was read at all. */
  readonly isKnown: boolean
  /** Undefined while PostgreSQL does not answer. */
  readonly outboxes:
    | readonly {
        readonly service: string
        readonly rows: number
        readonly parked: number
        readonly oldest: string
      }[]
    | undefined
  /** Undefined while Kafka does not answer. */
  readonly lags:
    | readonly { readonly groupId: string; readonly topic: string; readonly records: number }[]
    | undefined
}

/** What waits: rows in the outboxes, records that groups have not committed. */
export function backlog(html: HtmlTag, data: BacklogData): unknown {
  if (!data.isKnown) return html`<p class="quiet">Reading the outboxes and the groups …</p>`
  return html`${data.outboxes ? outboxTable(html, data.outboxes) : html`<p class="bad">PostgreSQL does not answer.</p>`}
${data.lags ? lagTable(html, data.lags) : html`<p class="bad">Kafka does not answer.</p>`}
<p class="quiet">Rows that are not published yet, records that a group has not committed yet. What stays: <a href="/dead-letters">dead letters and parked rows</a>.</p>`
}

function outboxTable(html: HtmlTag, outboxes: NonNullable<BacklogData['outboxes']>): unknown {
  return html`<table class="list waits"><thead><tr><th>outbox</th><th class="number">rows</th><th class="number">oldest</th><th class="number">parked</th></tr></thead>
<tbody>${outboxes.map(
    ({ service, rows, oldest, parked }) => html`<tr data-outbox="${service}"><td>${service}</td>
<td class="number" data-figure="rows">${rows}</td><td class="number">${oldest}</td>
<td class="number ${parked > 0 ? 'bad' : ''}">${parked}</td></tr>`,
  )}</tbody></table>`
}

function lagTable(html: HtmlTag, lags: NonNullable<BacklogData['lags']>): unknown {
  return html`<table class="list waits"><thead><tr><th>consumer group</th><th>topic</th><th class="number">lag</th></tr></thead>
<tbody>${lags.map(
    ({ groupId, topic, records }) =>
      html`<tr data-group="${groupId}"><td>${groupId}</td><td>${topic}</td><td class="number" data-figure="lag">${records}</td></tr>`,
  )}</tbody></table>`
}
