import { Readable } from 'node:stream'
import type { Context } from 'koa'
import { openRequestOf } from '../request/open-request.ts'

// Wire: server-sent events, one block each.
// event: order.placed            `type`
// data: {"time":"2026-11-21…"}   the other fields, as JSON
// (empty line)

/** One event of a stream: `type` names it, the other fields are its data. */
export type ServerSentEvent = { readonly type: string }

/**
 * Answers with an event stream that ends with its source, its client or the drain of the server.
 *
 * errors:  what the source throws before its first event is answered as a problem, later it ends the stream
 * repeats: no request deadline applies; the source must end when the request's signal is aborted
 */
export async function streamEvents(
  ctx: Context,
  source: AsyncGenerator<ServerSentEvent>,
): Promise<void> {
  const first = await source.next()
  const stream = new Readable({ read() {}, highWaterMark: 0 })
  const request = openRequestOf(ctx.res)
  request?.clearDeadline()
  if (request) request.endEvents = () => stream.push(null)
  ctx.type = 'text/event-stream'
  ctx.set('Cache-Control', 'no-store')
  ctx.body = stream
  pump(first, source, stream).catch((error: Error) => stream.destroy(error))
}

async function pump(
  first: IteratorResult<ServerSentEvent>,
  source: AsyncGenerator<ServerSentEvent>,
  stream: Readable,
): Promise<void> {
  for (let next = first; !next.done; next = await source.next()) {
    if (stream.readableEnded || stream.destroyed) return void (await source.return(undefined))
    stream.push(render(next.value))
  }
  if (!stream.destroyed) stream.push(null)
}

function render({ type, ...data }: ServerSentEvent): string {
  return `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`
}
