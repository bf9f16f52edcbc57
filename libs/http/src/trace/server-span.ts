import {
  INVALID_TRACEID,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Context as TraceContext,
  trace,
} from '@opentelemetry/api'
import { attributes, spanNames, tracer } from '@tailspan/telemetry'
import type { Context } from 'koa'
import type { OpenRequest } from '../request/open-request.ts'
import { requestFinished } from '../request/reasons.ts'
import { spanMethod } from './span-method.ts'

/** Starts the SERVER span of a request and says so in `traceresponse`, a draft header of the W3C. */
export function startServerSpan(ctx: Context, caller: TraceContext): TraceContext {
  const method = spanMethod(ctx.req)
  // No url.path: a request for /orders/ada@example.com would put an address on the span.
  const span = tracer.startSpan(
    method,
    {
      kind: SpanKind.SERVER,
      attributes: {
        [attributes.httpRequestMethod]: method,
        [attributes.urlScheme]: 'http',
        [attributes.networkProtocolVersion]:
          ctx.req.httpVersionMajor === 2 ? '2' : ctx.req.httpVersion,
      },
    },
    caller,
  )
  announce(ctx, span)
  return trace.setSpan(caller, span)
}

/** Ends it when the response is over: then route and outcome are known. Nothing is made for one that is not recorded. */
export function endServerSpan({ ctx, scope, outcome, errorCode }: OpenRequest): void {
  const span = trace.getSpan(scope.context)
  if (!span?.isRecording()) return
  const route: string | undefined = ctx._matchedRoute
  const isCompleted = outcome === requestFinished
  const code = errorCode ?? (isCompleted ? undefined : codeOf(outcome))
  if (route) span.updateName(spanNames.server(spanMethod(ctx.req), route))
  if (route) span.setAttribute(attributes.httpRoute, route)
  if (ctx.res.headersSent) span.setAttribute(attributes.httpResponseStatusCode, ctx.res.statusCode)
  if (code) span.setAttribute(attributes.errorType, code)
  span.setAttribute(
    attributes.requestOutcome,
    isCompleted ? 'completed' : (codeOf(outcome) ?? 'unknown'),
  )
  if (ctx.res.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
  span.end()
}

function announce({ res }: Context, span: Span): void {
  const { traceId, spanId, traceFlags } = span.spanContext()
  // It is ours, or was checked when it was read from the caller: without an SDK it may be none, but no other.
  if (traceId === INVALID_TRACEID) return
  res.setHeader('traceresponse', `00-${traceId}-${spanId}-0${traceFlags & 1}`)
}

function codeOf(reason: (Error & { code?: string }) | undefined): string | undefined {
  return reason?.code
}
