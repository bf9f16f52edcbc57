export { Router } from '@koa/router'
export type { Context, Middleware, Next } from 'koa'
export { readBody, readForm } from './body/read-body.ts'
export {
  createHttpClient,
  type HttpClient,
  type HttpClientOptions,
} from './client/http-client.ts'
export type { ServerSentEvent } from './events/render-event.ts'
export { type EventSource, type FindEvents, streamEvents } from './events/stream-events.ts'
export {
  createHttpServer,
  type HttpServer,
  type HttpServerOptions,
  type Protocol,
} from './http-server.ts'
export { defaultLimits, type Limits } from './limits.ts'
export { type ApiDescription, describeApi, type OpenApi } from './open-api/describe-api.ts'
export type { Answer, Operation, Parameter, Route } from './open-api/operation.ts'
export type { Fault } from './problem/fault.ts'
export { HttpError, type HttpErrorDetails } from './problem/http-error.ts'
export type { Problem } from './problem/problem.ts'
export { LateWrite } from './request/late-write.ts'
export {
  ClientClosedRequest,
  clientClosedRequest,
  DeadlineExceeded,
  deadlineExceeded,
  RequestFinished,
  requestFinished,
  ServerShutdown,
  serverShutdown,
} from './request/reasons.ts'
export { requestScope } from './request/request-scope.ts'
