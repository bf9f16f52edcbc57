import type { Context, Next } from 'koa'
import type { HttpError } from '../problem/http-error.ts'
import { toProblem } from '../problem/to-problem.ts'
import { writeProblem } from '../problem/write-problem.ts'
import { faultOfMessage } from './fault-of-message.ts'

type Needs = {
  readonly limits: { readonly headerBytes: number }
  readonly onRefused: (refusal: HttpError) => void
}

/** The first middleware: turns away what is no proper request, before it costs anything. */
export function refuseMalformed({ limits, onRefused }: Needs) {
  return function refuseMessage(ctx: Context, next: Next): void | Promise<void> {
    const fault = faultOfMessage(ctx.req, limits)
    if (!fault) return next()
    onRefused(fault)
    ctx.respond = false
    writeProblem(ctx.res, toProblem(fault), { dropsBody: true })
  }
}
