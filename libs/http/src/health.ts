import type { Readiness } from '@tailspan/lifecycle'
import type { Context, Next } from 'koa'
import { methodNotAllowed } from './problem/http-error.ts'
import { toProblem } from './problem/to-problem.ts'
import { writeProblem } from './problem/write-problem.ts'

type Probe = (ctx: Context) => void | Promise<void>

/** Liveness stays 200 while the process can answer at all; readiness says whether it wants traffic. */
export function answerHealth(readiness: Readiness | undefined) {
  const probes = new Map<string, Probe>([
    ['/healthz', answerLiveness],
    ['/readyz', (ctx) => answerReadiness(ctx, readiness)],
  ])
  return function answerProbes(ctx: Context, next: Next): void | Promise<void> {
    const probe = probes.get(ctx.path)
    if (!probe) return next()
    return ctx.method === 'GET' || ctx.method === 'HEAD' ? probe(ctx) : refuseMethod(ctx)
  }
}

function answerLiveness(ctx: Context): void {
  ctx.body = { status: 'ok' }
}

async function answerReadiness(ctx: Context, readiness: Readiness | undefined): Promise<void> {
  const { ready, reason, checks } = (await readiness?.check()) ?? { ready: true, checks: {} }
  ctx.status = ready ? 200 : 503
  ctx.set('cache-control', 'no-store')
  // Names only: the texts of failed checks are for those who may see the debug listener.
  const failed = Object.keys(checks).filter((name) => checks[name] !== 'ok')
  ctx.body = { ready, ...(reason && { reason }), ...(failed.length > 0 && { failed }) }
}

function refuseMethod(ctx: Context): void {
  ctx.set('allow', 'HEAD, GET')
  if (ctx.method === 'OPTIONS') {
    ctx.body = ''
    return
  }
  ctx.respond = false
  writeProblem(ctx.res, toProblem(methodNotAllowed))
}
