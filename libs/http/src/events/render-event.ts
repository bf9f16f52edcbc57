// Wire: server-sent events, one block each.
// id: 42                         `id`, optional
// event: order.placed            `type`
// data: {"time":"2026-11-21…"}   the other fields, as JSON
// (empty line)

/** One event of a stream: `type` names it, the other fields are its data. */
export type ServerSentEvent = { readonly type: string; readonly id?: string }

export function renderEvent({ type, id, ...data }: ServerSentEvent): string {
  const idLine = id === undefined ? '' : `id: ${oneLine(id)}\n`
  return `${idLine}event: ${oneLine(type)}\ndata: ${JSON.stringify(data)}\n\n`
}

// A line break would begin a field of its own.
function oneLine(text: string): string {
  return text.replace(/[\r\n\0]+/g, ' ')
}
