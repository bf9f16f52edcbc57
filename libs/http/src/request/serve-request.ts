import { context } from '@opentelemetry/api'
import type { Context, Next } from 'koa'
import { type HttpError, serverBusy } from '../problem/http-error.ts'
import { toProblem } from '../problem/to-problem.ts'
import { writeProblem } from '../problem/write-problem.ts'
import { callerContext } from '../trace/caller-context.ts'
import { measureRequests } from '../trace/request-metrics.ts'
import { endServerSpan, startServerSpan } from '../trace/server-span.ts'
import { cutShort } from './cut-short.ts'
import { OpenRequest, type Room } from './open-request.ts'
import type { OpenRequests } from './open-requests.ts'
import { deadlineExceeded } from './reasons.ts'

export type ServeNeeds = {
  readonly open: OpenRequests
  readonly room: Room
  readonly baggageAllow: ReadonlySet<string>
  readonly onRefused: (refusal: HttpError) => void
}

/** The outermost middleware: gives each request its span, its signal and its deadline. */
export function serveRequests({ open, room, baggageAllow, onRefused }: ServeNeeds) {
  const measure = measureRequests(open)
  let taken = 0
  // A client that leaves, or a deadline, ends no handler: else those who leave and ask anew had any number at work.
  function leave(request: OpenRequest): void {
    if (!request.closed || !request.handlerReturned) return
    taken -= 1
    request.leave()
  }
  function close(request: OpenRequest): void {
    open.delete(request)
    if (open.size === 0) room.deadlines.rest()
    endServerSpan(request)
    measure(request)
    leave(request)
  }
  const expire = (request: OpenRequest) => cutShort(request, deadlineExceeded)

  return async function serveRequest(ctx: Context, next: Next): Promise<void> {
    if (taken - room.streams.taken >= room.limits.concurrentRequests) {
      onRefused(serverBusy)
      ctx.respond = false
      return writeProblem(ctx.res, toProblem(serverBusy))
    }
    const traced = startServerSpan(ctx, callerContext(ctx.req.headers, baggageAllow))
    const request = new OpenRequest(ctx, traced, room)
    open.add(request)
    taken += 1
    request.onClose(close)
    request.setDeadline(room.limits.requestTimeoutMs, expire)
    try {
      await context.with(traced, next)
    } finally {
      request.handlerReturned = true
      // Koa must not touch a response whose reader is gone.
      if (request.closed) ctx.respond = false
      leave(request)
    }
  }
}
