import type { Scope } from '@tailspan/scope'
import type { Context } from 'koa'
import { openRequestOf } from './open-request.ts'

/**
 * What this request carries: the live server span, the allowed baggage, and the request's own signal.
 *
 * errors: the signal's reason is RequestFinished, ClientClosedRequest, DeadlineExceeded or ServerShutdown
 * repeats: one scope per request
 */
export function requestScope(ctx: Pick<Context, 'res'>): Scope {
  const request = openRequestOf(ctx.res)
  if (!request) throw new TypeError('requestScope: this context is not of a tailspan http server')
  return request.scope
}
