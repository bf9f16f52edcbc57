import type { Readiness } from '@tailspan/lifecycle'
import type { Context, Next } from 'koa'

/** Liveness stays 200 while the process can answer at all; readiness says whether it wants traffic. */
export function answerHealth(readiness: Readiness | undefined) {
  return async function answerProbes(ctx: Context, next: Next): Promise<void> {
    if (ctx.path === '/healthz') ctx.body = { status: 'ok' }
    else if (ctx.path === '/readyz') await answerReadiness(ctx, readiness)
    else await next()
  }
}

async function answerReadiness(ctx: Context, readiness: Readiness | undefined): Promise<void> {
  const { ready, reason, checks } = (await readiness?.check()) ?? { ready: true, checks: {} }
  ctx.status = ready ? 200 : 503
  ctx.set('cache-control', 'no-store')
  // Names only: the texts of failed checks are for those who may see the debug listener.
  const failed = Object.keys(checks).filter((name) => checks[name] !== 'ok')
  ctx.body = { ready, ...(reason && { reason }), ...(failed.length > 0 && { failed }) }
}
