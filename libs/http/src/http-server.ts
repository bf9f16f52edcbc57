import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type Router from '@koa/router'
import type { Actor, Readiness } from '@tailspan/lifecycle'
import { type Log, meter, metricNames, metricOptions } from '@tailspan/telemetry'
import Koa from 'koa'
import { answerHealth } from './health.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { drain } from './listen/drain.ts'
import { createH2cListener } from './listen/h2c-listener.ts'
import { createHttp1Listener } from './listen/http1-listener.ts'
import type { Listener } from './listen/listener.ts'
import { type AnswerError, answerErrors, createAnswerError } from './problem/answer-errors.ts'
import type { StatusByCode } from './problem/problem-status.ts'
import { cutShort } from './request/cut-short.ts'
import { guardKoa } from './request/guard-koa.ts'
import { guardResponses } from './request/guarded-response.ts'
import { LateWrite, type OnLateWrite } from './request/late-write.ts'
import type { OpenRequest } from './request/open-request.ts'
import { serveRequests } from './request/serve-request.ts'

export type Protocol = 'http1' | 'h2c'

export type HttpServerOptions = {
  /** The name of the actor. */
  readonly name?: string
  /** 0 lets the system choose. */
  readonly port: number
  readonly host?: string
  readonly protocol?: Protocol
  readonly routes: Router
  readonly log: Log
  readonly readiness?: Readiness
  readonly limits?: Partial<Limits>
  /** Names of the caller's baggage entries that travel on; none by default. */
  readonly baggageAllow?: readonly string[]
  /** Statuses for error codes of this service where the kind's is too coarse: `{ 'unknown-sku': 422 }`. */
  readonly statuses?: StatusByCode
  /** Late writes throw instead of being counted. */
  readonly development?: boolean
}

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
 */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const open = new Set<OpenRequest>()
  const limits = { ...defaultLimits, ...options.limits }
  const onLateWrite = createOnLateWrite(options)
  const Responses = guardResponses(onLateWrite)
  const handle = createApp(options, { open, limits, onLateWrite }).callback() as RequestListener
  const listener =
    options.protocol === 'h2c'
      ? createH2cListener({ limits, open, handle: handle as never, Response: Responses.http2 })
      : createHttp1Listener({ limits, open, handle, Response: Responses.http1 })
  return {
    actor: createActor(options, listener, (signal) => drain({ listener, open, cutShort }, signal)),
    port: () => (listener.server.address() as AddressInfo).port,
  }
}

type AppParts = {
  readonly open: Set<OpenRequest>
  readonly limits: Limits
  readonly onLateWrite: OnLateWrite
}

function createApp(options: HttpServerOptions, { open, limits, onLateWrite }: AppParts): Koa {
  const { log, routes, readiness, baggageAllow = [], statuses } = options
  const app = new Koa({ env: options.development ? 'development' : 'production' })
  const answerError = createAnswerError({ log, statuses })
  const refused = meter.createCounter(metricNames.httpRefused, metricOptions('httpRefused'))
  const onRefused = () => refused.add(1)
  guardKoa(app, onLateWrite)
  takeOverErrors(app, answerError)
  app.use(answerHealth(readiness))
  app.use(serveRequests({ open, limits, baggageAllow: new Set(baggageAllow), onRefused }))
  app.use(answerErrors(answerError))
  app.use(routes.routes())
  app.use(routes.allowedMethods())
  return app
}

// Koa answers errors of its own, such as a body stream that fails, in plain text with the error's text.
function takeOverErrors(app: Koa, answerError: AnswerError): void {
  app.context.onerror = function onerror(this: Koa.Context, thrown: unknown) {
    if (thrown !== null && thrown !== undefined) answerError(this, thrown)
  }
}

function createOnLateWrite({ log, development = false }: HttpServerOptions): OnLateWrite {
  const late = meter.createCounter(metricNames.httpLateWrites, metricOptions('httpLateWrites'))
  return function onLateWrite(call, route) {
    late.add(1)
    log.warn('http.late_write', { call, route })
    if (development) throw new LateWrite(call)
  }
}

function createActor(
  {
    name = 'http',
    port,
    host = '127.0.0.1',
    log,
    readiness,
    protocol = 'http1',
  }: HttpServerOptions,
  { server }: Listener,
  stopOnce: (signal: AbortSignal) => Promise<void>,
): Actor {
  const ended = Promise.withResolvers<void>()
  let stopping: Promise<void> | undefined
  return {
    name,
    async start() {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      server.once('error', reject)
      server.listen(port, host, resolve)
      await promise
      server.off('error', reject)
      server.on('error', ended.reject)
      server.on('close', ended.resolve)
      log.info('http.listening', { name, protocol, port: (server.address() as AddressInfo).port })
    },
    run: () => ended.promise,
    quiesce: () => readiness?.refuse('stopping'),
    stop(signal) {
      stopping ??= stopOnce(signal)
      return stopping
    },
  }
}
