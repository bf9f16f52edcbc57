// Wire: server-sent events, one block each.
// id: 42                         `id`, optional
// event: order.placed            `type`
// data: {"time":"2026-11-21…"}   the other fields, as JSON
// (empty line)
// retry: 1730                    when to reconnect, in milliseconds

/** One event of a stream: `type` names it, the other fields are its data. */
export type ServerSentEvent = { readonly type: string; readonly id?: string }

export function renderEvent({ type, id, ...data }: ServerSentEvent): string {
  const idLine = id === undefined ? '' : `id: ${oneLine(id)}\n`
  return `${idLine}event: ${oneLine(type)}\ndata: ${JSON.stringify(data)}\n\n`
}

/** Tells a client when to reconnect: not all at the same moment. */
export function renderRetry(): string {
  return `retry: ${Math.round(1_000 + Math.random() * 2_000)}\n\n`
}

// A line break would begin a field of its own.
function oneLine(text: string): string {
  return text.replace(/[\r\n\0]+/g, ' ')
}
