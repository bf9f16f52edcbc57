import type { ServerResponse } from 'node:http'
import type { Context } from 'koa'
import { type OpenRequest, openRequestOf } from '../request/open-request.ts'
import { renderEvent, type ServerSentEvent } from './render-event.ts'
import { writeThrough } from './write-through.ts'

const headers = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  // Proxies that collect answers would hold the events back.
  'x-accel-buffering': 'no',
}
const heartbeat = ':\n\n'
const heartbeatMs = 15_000

/**
 * Answers with server-sent events until their source ends, the client leaves or the server drains.
 *
 * errors:  what the source throws before its first event is answered as a problem, later it cuts the stream
 * repeats: no request deadline applies; the source must end when the request's signal is aborted
 */
export async function streamEvents(
  ctx: Context,
  source: AsyncGenerator<ServerSentEvent>,
): Promise<void> {
  const request = openRequestOf(ctx.res)
  if (!request) throw new TypeError('streamEvents: this context is not of a tailspan http server')
  const first = await source.next()
  const response = open(ctx, request)
  const beat = setInterval(() => response.write(heartbeat), heartbeatMs)
  try {
    await pump(first, { source, response, stallMs: request.limits.idleTimeoutMs })
  } catch (error) {
    // A source that ends with the reason it was cancelled for has done as it was told.
    if (error !== request.verdict) throw error
  } finally {
    clearInterval(beat)
    await source.return(undefined)
  }
  response.end()
}

function open(ctx: Context, request: OpenRequest): ServerResponse {
  const { res } = ctx
  request.clearDeadline()
  ctx.respond = false
  res.writeHead(200, headers)
  // At once: the client wants to know that it listens, whenever the first event comes.
  res.flushHeaders()
  request.endEvents = () => void res.end()
  return res
}

type Pumping = {
  readonly source: AsyncGenerator<ServerSentEvent>
  readonly response: ServerResponse
  readonly stallMs: number
}

async function pump(
  first: IteratorResult<ServerSentEvent>,
  { source, response, stallMs }: Pumping,
): Promise<void> {
  for (let next = first; !next.done; next = await source.next()) {
    if (response.writableEnded || response.destroyed) return
    await writeThrough(response, renderEvent(next.value), stallMs)
  }
}
