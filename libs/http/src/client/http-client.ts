import { TailspanError } from '@tailspan/errors'
import { inRoot, runIn, type Scope, withContext, withTimeout } from '@tailspan/scope'
import { withUrlTemplate } from '@tailspan/telemetry'
import type { Dispatcher } from 'undici'
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

type Asked = Pick<Dispatcher.RequestOptions, 'method' | 'headers' | 'body'>

/** A larger answer breaks the contract. */
const answerBytes = 1_000_000

/**
 * Makes a client of one peer: JSON in and out, one deadline, the caller's trace and cancellation.
 *
 * units:   an answer has at most 1,000,000 bytes
 * errors:  <peer>-unavailable on refused and broken connections, timeouts, redirects and 5xx, with the peer's Retry-After;
 *          <peer>-answer-invalid, also when the peer does not take the call itself (404 `not-found`, 405, 401 ...);
 *          the peer's own code on other 4xx; the scope's reason when it is cancelled
 * repeats: nothing is retried; connections are kept as long as the peer keeps them, and hold no process up
 */
export function createHttpClient({ baseUrl, timeoutMs, peer }: HttpClientOptions): HttpClient {
  const timedOut = new PeerUnavailable(peer, `did not answer within ${timeoutMs} ms`)
  const { origin, pathname } = new URL(baseUrl)
  const base = pathname.replace(/\/$/, '')
  const connections = openConnections(origin)

  async function call<S extends z.ZodType>(
    path: string,
    asked: Asked,
    { scope, schema, query, template = path }: CallOptions<S>,
  ): Promise<z.output<S>> {
    using timed = withTimeout(scope, timeoutMs, { reason: timedOut })
    const { signal } = timed.scope
    const named = withContext(timed.scope, withUrlTemplate(scope.context, template))
    const answer = await runIn(named, () =>
      request({ ...asked, path: base + path + queryOf(query), signal }),
    )
    const { success, data, error } = schema.safeParse(answer)
    if (!success) throw new PeerAnswerInvalid(peer, { cause: error })
    return data
  }

  async function request(
    options: Asked & { readonly path: string; readonly signal: AbortSignal },
  ): Promise<unknown> {
    try {
      const pool = await connections
      options.signal.throwIfAborted()
      const answer = await pool.request(options)
      if (answer.statusCode >= 300) throw await errorOf(peer, answer)
      return await answer.body.json()
    } catch (error) {
      // Whatever a cancelled request throws, it was cancelled.
      throw options.signal.aborted ? options.signal.reason : explain(peer, error)
    }
  }

  return {
    get: (path, options) => call(path, { method: 'GET', headers: acceptsJson }, options),
    post: (path, body, options) => call(path, jsonBody(body), options),
  }
}

// Load undici with the first client, not with this module: it takes 10 MB.
async function openConnections(origin: string): Promise<Dispatcher> {
  const { buildConnector, Pool } = await import('undici')
  const connect = buildConnector({})
  return new Pool(origin, {
    maxResponseSize: answerBytes,
    // What is kept for others holds nothing of the request that opened it.
    connect: (options, done) => inRoot(() => connect(options, done)),
  })
}

const acceptsJson = { accept: 'application/json' }

function jsonBody(body: unknown): Asked {
  return {
    method: 'POST',
    headers: { ...acceptsJson, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
}

function queryOf(query: CallOptions<z.ZodType>['query']): string {
  if (!query) return ''
  const pairs = new URLSearchParams()
  for (const [name, values] of Object.entries(query))
    for (const value of [values].flat()) pairs.append(name, String(value))
  return `?${pairs}`
}

function explain(peer: string, error: unknown): TailspanError {
  if (error instanceof TailspanError) return error
  const isTooLarge = (error as { code?: unknown }).code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE'
  return isTooLarge || error instanceof SyntaxError
    ? new PeerAnswerInvalid(peer, { cause: error })
    : new PeerUnavailable(peer, 'could not be reached', { cause: error })
}
