import type { KnownError } from '../problem/to-known-error.ts'
import { toProblem } from '../problem/to-problem.ts'
import { writeProblem } from '../problem/write-problem.ts'
import type { OpenRequest } from './open-request.ts'

/** How long an answer that was given in a handler's place may take to leave. */
const flushMs = 1_000

/**
 * Ends a request whose handler, or whose client, takes too long.
 *
 * shape: the handler's signal is aborted first, so one that listens answers by itself; the others are
 *        answered for, and an answer that does not get through is cut off
 */
export function cutShort(request: OpenRequest, reason: KnownError): void {
  const { ctx } = request
  request.end(reason)
  setImmediate(() => {
    if (request.closed) return
    if (ctx.res.headersSent) return void ctx.res.destroy()
    request.overtaken = true
    request.errorCode = reason.code
    ctx.respond = false
    writeProblem(ctx.res, toProblem(reason), { dropsBody: !ctx.req.complete })
    request.setDeadline(flushMs, () => ctx.res.destroy())
  })
}
