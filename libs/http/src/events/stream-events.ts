import type { ServerResponse } from 'node:http'
import type { Context } from 'koa'
import { type OpenRequest, openRequestOf } from '../request/open-request.ts'
import { renderEvent, renderRetry, type ServerSentEvent } from './render-event.ts'
import { startHeartbeat } from './start-heartbeat.ts'
import { writeThrough } from './write-through.ts'

const headers = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  // Proxies that collect answers would hold the events back.
  'x-accel-buffering': 'no',
}
/** How long the end of a stream may take to reach a client that does not read. */
const flushMs = 1_000

/** Events as they happen; it ends when there will be no other. */
export type EventSource = AsyncGenerator<ServerSentEvent, void>

/**
 * Finds out what there is to tell a client that has seen the events up to `lastEventId`; undefined
 * when it has seen all of them and no other will follow.
 */
export type FindEvents = (lastEventId: string | undefined) => Promise<EventSource | undefined>

/**
 * Answers with server-sent events until their source ends, the client leaves, the stream is too old
 * or the server drains; the last two tell the client when to reconnect.
 *
 * shape:   204, after which an EventSource stops reconnecting, when `find` says that all is told;
 *          HEAD is answered with the header fields alone
 * errors:  event-streams-full; what `find` throws is answered as a problem, what the source throws
 *          cuts the stream
 * repeats: no request deadline applies; the source must end when the request's signal is aborted
 * source:  https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function streamEvents(ctx: Context, find: FindEvents): Promise<void> {
  const request = openRequestOf(ctx.res)
  if (!request) throw new TypeError('streamEvents: this context is not of a tailspan http server')
  const isHead = ctx.method === 'HEAD'
  if (!isHead) request.becomeStream()
  const source = await find(lastEventIdOf(ctx))
  if (!source) {
    ctx.status = 204
  } else if (isHead) {
    ctx.status = 200
    ctx.set(headers)
    await source.return()
  } else {
    await send(source, open(ctx, request), request)
  }
}

// An EventSource sends none before its first event; curl sends an empty one.
function lastEventIdOf(ctx: Context): string | undefined {
  return ctx.get('last-event-id') || undefined
}

function open(ctx: Context, request: OpenRequest): ServerResponse {
  const { res } = ctx
  ctx.respond = false
  res.writeHead(200, headers)
  // At once: the client wants to know that it listens, whenever the first event comes.
  res.flushHeaders()
  const end = () => endStream(res, request)
  request.endEvents = end
  request.setDeadline(request.limits.eventStreamAgeMs, end)
  return res
}

function endStream(response: ServerResponse, request: OpenRequest): void {
  if (response.writableEnded) return
  response.end(renderRetry())
  request.setDeadline(flushMs, () => response.destroy())
}

async function send(source: EventSource, response: ServerResponse, request: OpenRequest) {
  const stallMs = request.limits.idleTimeoutMs
  using _ = startHeartbeat(response, stallMs)
  try {
    for await (const event of source) {
      if (response.writableEnded || response.destroyed) return
      await writeThrough(response, renderEvent(event), stallMs)
    }
  } catch (error) {
    // A source that ends with the reason it was cancelled for has done as it was told.
    if (error !== request.outcome) throw error
  }
  response.end()
  request.setDeadline(flushMs, () => response.destroy())
}
