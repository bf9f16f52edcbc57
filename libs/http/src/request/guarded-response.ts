import { ServerResponse } from 'node:http'
import { Http2ServerResponse } from 'node:http2'
import type { AnyResponse } from './is-completed.ts'
import type { OnLateWrite } from './late-write.ts'
import { openRequestOf } from './open-request.ts'

// biome-ignore lint/suspicious/noExplicitAny: the one place that forwards calls of every shape
type Method = (...args: any[]) => unknown

export type GuardedResponses = {
  readonly http1: typeof ServerResponse
  readonly http2: typeof Http2ServerResponse
}

const answersWithThis = ['writeHead', 'setHeader', 'appendHeader', 'setHeaders']
const answersWithNothing = ['removeHeader', 'flushHeaders', 'addTrailers', 'writeContinue']

/** Response classes for the two protocols on which a write after the end has no effect but `report`. */
export function guardResponses(report: OnLateWrite): GuardedResponses {
  class GuardedHttp1Response extends ServerResponse {}
  class GuardedHttp2Response extends Http2ServerResponse {}
  for (const { prototype } of [GuardedHttp1Response, GuardedHttp2Response]) {
    const guard = createGuard(prototype, report)
    for (const name of answersWithThis) guard(name, (response) => response)
    for (const name of answersWithNothing) guard(name, () => undefined)
    guard('write', () => true)
    guard('end', (response) => response)
  }
  // The subclasses lose the type parameter of what they extend, and nothing else.
  return {
    http1: GuardedHttp1Response as typeof ServerResponse,
    http2: GuardedHttp2Response as typeof Http2ServerResponse,
  }
}

/** True when nothing can be written any more: the answer is complete, or its reader is gone. */
export function isOver(response: AnyResponse): boolean {
  return response.writableEnded || openRequestOf(response)?.closed === true
}

/**
 * Reports a write that came too late, unless its author could not know.
 *
 * shape: a handler that is still at work may not have noticed yet that its client is gone
 */
export function refuse(response: AnyResponse, call: string, report: OnLateWrite): void {
  const request = openRequestOf(response)
  const unaware = request && !request.handlerReturned
  if (unaware && (!response.writableEnded || request.overtaken)) return
  report(call, request?.ctx._matchedRoute ?? 'unmatched')
}

function createGuard(prototype: object, report: OnLateWrite) {
  // `end` of HTTP/2 calls `writeHead` when it has already declared the response as ended.
  let ending: AnyResponse | undefined

  function forward(original: Method, response: AnyResponse, args: unknown[]): unknown {
    const before = ending
    ending = response
    try {
      return Reflect.apply(original, response, args)
    } finally {
      ending = before
    }
  }

  return function guard(name: string, dropped: (response: AnyResponse) => unknown): void {
    const original = (prototype as Record<string, Method | undefined>)[name]
    if (!original) return
    function guarded(this: AnyResponse, ...args: unknown[]): unknown {
      if (ending === this || !isOver(this)) return forward(original as Method, this, args)
      if (carriesContent(name, args)) refuse(this, `res.${name}`, report)
      callBack(args.at(-1))
      return dropped(this)
    }
    Object.defineProperty(prototype, name, { value: guarded, configurable: true, writable: true })
  }
}

// Koa and others end a response once more to be sure: an `end` without content is no write.
function carriesContent(name: string, [chunk]: unknown[]): boolean {
  return name !== 'end' || (chunk !== undefined && chunk !== null && typeof chunk !== 'function')
}

function callBack(last: unknown): void {
  if (typeof last === 'function') process.nextTick(last as () => void)
}
