import type { RequestListener } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { AddressInfo } from 'node:net'
import type { Actor } from '@tailspan/lifecycle'
import { Deadlines } from '@tailspan/scope'
import { type AppOptions, createApp, createOnLateWrite } from './app.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { drain } from './listen/drain.ts'
import { createH2cListener } from './listen/h2c-listener.ts'
import { createHttp1Listener } from './listen/http1-listener.ts'
import { createServerActor } from './listen/server-actor.ts'
import { cutShort } from './request/cut-short.ts'
import { guardResponses } from './request/guarded-response.ts'
import type { OpenRequest } from './request/open-request.ts'
import { StreamSlots } from './request/stream-slots.ts'

/** HTTP/1.1, or HTTP/2 without TLS by prior knowledge. */
export type Protocol = 'http1' | 'h2c'

/** Where a server listens, what it serves, what it refuses. */
export type HttpServerOptions = AppOptions & {
  /** The name of the actor. */
  readonly name?: string
  /** 0 lets the system choose. */
  readonly port: number
  readonly host?: string
  readonly protocol?: Protocol
  readonly limits?: Partial<Limits>
}

/** A server that a group runs. */
export type HttpServer = {
  readonly actor: Actor
  /** The port it listens on, once started. */
  port(): number
}

/**
 * Makes a Koa server with a span, a signal and a deadline for each request, which drains when stopped.
 *
 * shape:   also answers GET /healthz and GET /readyz, untraced
 * errors:  everything thrown becomes a problem (RFC 9457); `stop` rejects with work-abandoned
 * repeats: a second `stop` gets the first one's promise
 * source:  docs/adr/0003-when-a-request-counts-as-completed.md
 */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { name = 'http', host = '127.0.0.1', port, log, readiness } = options
  const open = new Set<OpenRequest>()
  const limits = { ...defaultLimits, ...options.limits }
  const streams = new StreamSlots(limits.eventStreams)
  const deadlines = new Deadlines<OpenRequest>(open, (request) => request.late())
  const room = { limits, streams, deadlines }
  const onLateWrite = createOnLateWrite(options)
  const { http1, http2 } = guardResponses(onLateWrite)
  const handle = createApp(options, { open, room, onLateWrite }).callback()
  const parts = { limits, open }
  const listener =
    options.protocol === 'h2c'
      ? createH2cListener({ ...parts, handle: handle as Http2Handler, Response: http2 })
      : createHttp1Listener({ ...parts, handle: handle as RequestListener, Response: http1 })
  const stop = (signal: AbortSignal) => drain({ listener, open, cutShort }, signal)
  return {
    actor: createServerActor({ name, host, port, listener, log, readiness, drain: stop }),
    port: () => (listener.server.address() as AddressInfo).port,
  }
}

// Koa serves both; its types know one.
type Http2Handler = (request: Http2ServerRequest, response: Http2ServerResponse) => void
