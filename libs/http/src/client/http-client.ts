import { runIn, type Scope, withContext, withTimeout } from '@tailspan/scope'
import { withUrlTemplate } from '@tailspan/telemetry'
import type { z } from 'zod'
import { errorOf, PeerAnswerInvalid, PeerUnavailable } from './peer-errors.ts'

type QueryValue = string | number | readonly (string | number)[]

/** Where a peer is, how long it may take, what it is called. */
export type HttpClientOptions = {
  readonly baseUrl: string
  /** From the call to the end of the answer. */
  readonly timeoutMs: number
  /** Who is called; part of the error codes: `inventory-unavailable`. */
  readonly peer: string
}

/** What one call carries and expects. */
export type CallOptions<S extends z.ZodType> = {
  /** Its trace is the call's parent, its cancellation cancels the call. */
  readonly scope: Scope
  /** What the answer must be. */
  readonly schema: S
  readonly query?: Readonly<Record<string, QueryValue>>
  /** The path without its ids, for the span's name; the path itself by default. */
  readonly template?: string
}

/** The calls that a peer takes. */
export type HttpClient = {
  get<S extends z.ZodType>(path: string, options: CallOptions<S>): Promise<z.output<S>>
  post<S extends z.ZodType>(
    path: string,
    body: unknown,
    options: CallOptions<S>,
  ): Promise<z.output<S>>
}

/**
 * Makes a client of one peer: JSON in and out, one deadline, the caller's trace and cancellation.
 *
 * errors:  <peer>-unavailable on refused connections, timeouts and 5xx, with the peer's Retry-After; <peer>-answer-invalid;
 *          the peer's own code on 4xx; the scope's reason when it is cancelled
 * repeats: nothing is retried
 */
export function createHttpClient({ baseUrl, timeoutMs, peer }: HttpClientOptions): HttpClient {
  const timedOut = new PeerUnavailable(peer, `did not answer within ${timeoutMs} ms`)

  async function call<S extends z.ZodType>(
    path: string,
    init: RequestInit,
    { scope, schema, query, template = path }: CallOptions<S>,
  ): Promise<z.output<S>> {
    using timed = withTimeout(scope, timeoutMs, { reason: timedOut })
    const { signal } = timed.scope
    const named = withContext(timed.scope, withUrlTemplate(scope.context, template))
    const answer = await runIn(named, () =>
      request(urlOf(baseUrl + path, query), { ...init, signal }),
    )
    const { success, data, error } = schema.safeParse(answer)
    if (!success) throw new PeerAnswerInvalid(peer, { cause: error })
    return data
  }

  async function request(url: URL, init: RequestInit & { signal: AbortSignal }): Promise<unknown> {
    try {
      init.signal.throwIfAborted()
      const response = await fetch(url, { ...init, redirect: 'error' })
      if (!response.ok) throw await errorOf(peer, response)
      return await response.json()
    } catch (error) {
      throw explain(error)
    }
  }

  // A cancelled fetch throws the reason of its signal as it is.
  function explain(error: unknown): unknown {
    if (error instanceof SyntaxError) return new PeerAnswerInvalid(peer, { cause: error })
    // What fetch itself throws; the cause says whether it was refused, reset or not found.
    return error instanceof TypeError
      ? new PeerUnavailable(peer, 'could not be reached', { cause: error })
      : error
  }

  return {
    get: (path, options) => call(path, { method: 'GET' }, options),
    post: (path, body, options) => call(path, jsonBody(body), options),
  }
}

function jsonBody(body: unknown): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
}

function urlOf(address: string, query: CallOptions<z.ZodType>['query'] = {}): URL {
  const url = new URL(address)
  for (const [name, values] of Object.entries(query))
    for (const value of [values].flat()) url.searchParams.append(name, String(value))
  return url
}
