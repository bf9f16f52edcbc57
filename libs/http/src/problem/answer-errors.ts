import type { Log } from '@tailspan/telemetry'
import type { Context, Next } from 'koa'
import { isOver } from '../request/guarded-response.ts'
import { openRequestOf } from '../request/open-request.ts'
import { clientClosedRequest } from '../request/reasons.ts'
import { HttpError, methodNotAllowed, notImplemented } from './http-error.ts'
import type { StatusByCode } from './problem-status.ts'
import { type KnownError, toKnownError } from './to-known-error.ts'
import { toProblem } from './to-problem.ts'
import { writeProblem } from './write-problem.ts'

export type AnswerError = (ctx: Context, thrown: unknown) => void

const empty: Readonly<Record<number, () => HttpError>> = {
  404: () => new HttpError('not-found', 'not-found', 'there is nothing here'),
  405: () => methodNotAllowed,
  501: () => notImplemented,
}

/** Answers whatever was thrown as a problem, and logs what the client could not have avoided. */
export function createAnswerError({ log, statuses }: AnswerNeeds): AnswerError {
  return function answerError(ctx, thrown) {
    const error = toKnownError(thrown)
    const request = openRequestOf(ctx.res)
    if (request) request.errorCode = error.code
    report(log, error, ctx)
    ctx.respond = false
    if (isOver(ctx.res)) return
    if (ctx.res.headersSent) ctx.res.destroy()
    else writeProblem(ctx.res, toProblem(error, statuses), error)
  }
}

export type AnswerNeeds = { readonly log: Log; readonly statuses?: StatusByCode | undefined }

/** The middleware that turns errors, and statuses that nobody gave a body, into problems. */
export function answerErrors(answerError: AnswerError) {
  return async function answerProblems(ctx: Context, next: Next): Promise<void> {
    try {
      await next()
      if (isUnanswered(ctx)) answerStatus(ctx, answerError)
    } catch (thrown) {
      answerError(ctx, thrown)
    }
  }
}

// A handler that returned early when its signal was aborted may return as if nothing had happened.
function answerStatus(ctx: Context, answerError: AnswerError): void {
  const error = openRequestOf(ctx.res)?.outcome ?? empty[ctx.status]?.()
  if (error) answerError(ctx, error)
}

function isUnanswered({ res, body, respond }: Context): boolean {
  return body === undefined && respond !== false && !res.headersSent && !isOver(res)
}

function report(log: Log, err: KnownError, ctx: Context): void {
  const fields = { err, route: ctx._matchedRoute ?? 'unmatched' }
  // Whatever a cancelled handler stumbles over, its client is gone.
  if (openRequestOf(ctx.res)?.outcome === clientClosedRequest)
    log.debug('http.request_lost', fields)
  else if (err.kind === 'internal') log.error('http.request_failed', fields)
  else if (err.kind === 'unavailable') log.warn('http.request_refused', fields)
}
