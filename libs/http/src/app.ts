import type Router from '@koa/router'
import type { Readiness } from '@tailspan/lifecycle'
import { attributes, type Log, meter, metricNames, metricOptions } from '@tailspan/telemetry'
import Koa from 'koa'
import { answerServerOptions } from './answer-server-options.ts'
import { answerHealth } from './health.ts'
import { type AnswerError, answerErrors, createAnswerError } from './problem/answer-errors.ts'
import type { HttpError } from './problem/http-error.ts'
import type { StatusByCode } from './problem/problem-status.ts'
import { guardKoa } from './request/guard-koa.ts'
import { LateWrite, type OnLateWrite } from './request/late-write.ts'
import type { Room } from './request/open-request.ts'
import type { OpenRequests } from './request/open-requests.ts'
import { refuseMalformed } from './request/refuse-malformed.ts'
import { serveRequests } from './request/serve-request.ts'

export type AppOptions = {
  readonly routes: Router
  readonly log: Log
  /** Names of the caller's baggage entries that travel on; none by default. */
  readonly baggageAllow?: readonly string[]
  readonly readiness?: Readiness
  /** Statuses for error codes of this service where the kind's is too coarse: `{ 'unknown-sku': 422 }`. */
  readonly statuses?: StatusByCode
  /** Late writes throw where they happen; otherwise they are dropped and counted. */
  readonly development?: boolean
}

type AppParts = {
  readonly open: OpenRequests
  readonly room: Room
  readonly onLateWrite: OnLateWrite
}

/** Puts the middleware of every server in order: grammar, probes, request, errors, routes. */
export function createApp(options: AppOptions, { open, room, onLateWrite }: AppParts): Koa {
  const { log, routes, readiness, baggageAllow = [], statuses } = options
  const app = new Koa({ env: options.development ? 'development' : 'production' })
  const answerError = createAnswerError({ log, statuses })
  const refused = meter.createCounter(metricNames.httpRefused, metricOptions('httpRefused'))
  const onRefused = ({ code }: HttpError) => refused.add(1, { [attributes.errorType]: code })
  guardKoa(app, onLateWrite)
  takeOverErrors(app, answerError)
  app.use(refuseMalformed({ limits: room.limits, onRefused }))
  app.use(answerHealth(readiness))
  app.use(serveRequests({ open, room, baggageAllow: new Set(baggageAllow), onRefused }))
  app.use(answerErrors(answerError))
  app.use(answerServerOptions(routes))
  app.use(routes.routes())
  app.use(routes.allowedMethods())
  return app
}

export function createOnLateWrite({ log, development = false }: AppOptions): OnLateWrite {
  const late = meter.createCounter(metricNames.httpLateWrites, metricOptions('httpLateWrites'))
  return function onLateWrite(call, route) {
    late.add(1)
    log.warn('http.late_write', { call, route })
    if (development) throw new LateWrite(call)
  }
}

// Koa answers errors of its own, such as a body stream that fails, in plain text with the error's text.
function takeOverErrors(app: Koa, answerError: AnswerError): void {
  app.context.onerror = function onerror(this: Koa.Context, thrown: unknown) {
    if (thrown !== null && thrown !== undefined && !isLostConnection(thrown))
      answerError(this, thrown)
  }
}

// Koa also hands on what broke the connection: a client that has left, as the outcome will say.
function isLostConnection(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && lostConnection.test(String(thrown.code))
}

const lostConnection = /^(ECONNRESET|ECONNABORTED|EPIPE|ERR_STREAM_PREMATURE_CLOSE|ERR_HTTP2_\w+)$/
