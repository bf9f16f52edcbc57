import type { Context } from 'koa'
import { listOf } from '../header/list-of.ts'
import { type HttpError, RequestRefused } from '../problem/http-error.ts'
import { clientClosedRequest } from '../request/reasons.ts'
import { GatheredBytes } from './gathered-bytes.ts'

/** What is known of the request while its body arrives. */
export type Reading = {
  readonly limits: { readonly bodyBytes: number; readonly bodyTimeoutMs: number }
  /** Why the request is over, when it is. */
  readonly outcome: Error | undefined
}

/**
 * Reads a body to its end; a client that waits for 100 Continue gets it now.
 *
 * errors: payload-too-large, request-timeout, the request's own reason when the client has left
 */
export function readBytes(ctx: Context, reading: Reading): Promise<Buffer> {
  const { req: request } = ctx
  const { bodyBytes, bodyTimeoutMs } = reading.limits
  const declaredBytes = Number(request.headers['content-length'] ?? bodyBytes)
  if (declaredBytes > bodyBytes) return refuseSize(bodyBytes)
  askForBody(ctx)
  const body = new GatheredBytes(declaredBytes)
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()

  function take(chunk: Buffer): void {
    if (body.size + chunk.length > bodyBytes) settle(() => resolve(refuseSize(bodyBytes)))
    else body.add(chunk)
  }
  const finish = () => settle(() => resolve(body.whole()))
  const left = () => settle(() => reject(reading.outcome ?? clientClosedRequest))
  const timer = setTimeout(() => settle(() => reject(tooSlow())), bodyTimeoutMs)

  function settle(then: () => void): void {
    clearTimeout(timer)
    request.off('data', take).off('end', finish).off('close', left).off('error', left)
    then()
  }
  request.on('data', take).on('end', finish).on('close', left).on('error', left)
  if (request.readableEnded || request.destroyed) left()
  return promise
}

// Not before: an answer that the header fields decide spares the client its body (RFC 9110, section 10.1.1).
function askForBody({ req: { headers, httpVersion }, res }: Context): void {
  if (headers.expect === undefined || httpVersion === '1.0') return
  if (listOf(headers.expect).includes('100-continue')) res.writeContinue()
}

async function refuseSize(bodyBytes: number): Promise<never> {
  const text = `the body is larger than ${bodyBytes} bytes`
  throw new RequestRefused('payload-too-large', 'invalid', text)
}

function tooSlow(): HttpError {
  return new RequestRefused('request-timeout', 'invalid', 'the body did not arrive in time')
}
