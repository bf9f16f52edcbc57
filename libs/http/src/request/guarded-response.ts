import { ServerResponse } from 'node:http'
import { Http2ServerResponse } from 'node:http2'
import type { AnyResponse } from './is-completed.ts'
import type { OnLateWrite } from './late-write.ts'
import { openRequestOf } from './open-request.ts'

// biome-ignore lint/suspicious/noExplicitAny: the one place that forwards calls of every shape
type Method = (...args: any[]) => unknown

const answersWithThis = ['writeHead', 'setHeader', 'appendHeader', 'setHeaders', 'end']
const answersWithTrue = ['write']
const answersWithNothing = ['removeHeader', 'flushHeaders', 'addTrailers', 'writeContinue']

/** Response classes for the two protocols on which a write after the end has no effect but `report`. */
export function guardResponses(report: OnLateWrite): GuardedResponses {
  class GuardedHttp1Response extends ServerResponse {}
  class GuardedHttp2Response extends Http2ServerResponse {}
  for (const { prototype } of [GuardedHttp1Response, GuardedHttp2Response]) {
    const guard = (names: string[], dropped: (response: AnyResponse) => unknown) => {
      for (const name of names) guardMethod(prototype, name, { report, dropped })
    }
    guard(answersWithThis, (response) => response)
    guard(answersWithTrue, () => true)
    guard(answersWithNothing, () => undefined)
  }
  // The subclasses lose the type parameter of what they extend, and nothing else.
  return {
    http1: GuardedHttp1Response as typeof ServerResponse,
    http2: GuardedHttp2Response as typeof Http2ServerResponse,
  }
}

export type GuardedResponses = {
  readonly http1: typeof ServerResponse
  readonly http2: typeof Http2ServerResponse
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

function guardMethod(
  prototype: object,
  name: string,
  { report, dropped }: { report: OnLateWrite; dropped: (response: AnyResponse) => unknown },
): void {
  const original = (prototype as Record<string, Method | undefined>)[name]
  if (!original) return
  function guarded(this: AnyResponse, ...args: unknown[]): unknown {
    if (!isOver(this)) return Reflect.apply(original as Method, this, args)
    // Koa and others end a response once more to be sure: an end without content is no write.
    if (name !== 'end' || carriesContent(args[0])) refuse(this, `res.${name}`, report)
    const callback = args.at(-1)
    if (typeof callback === 'function') process.nextTick(callback as () => void)
    return dropped(this)
  }
  Object.defineProperty(prototype, name, { value: guarded, configurable: true, writable: true })
}

function carriesContent(chunk: unknown): boolean {
  return chunk !== undefined && chunk !== null && typeof chunk !== 'function'
}
