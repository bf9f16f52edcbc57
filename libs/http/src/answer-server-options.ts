import type Router from '@koa/router'
import type { Context, Next } from 'koa'

/** Answers `OPTIONS *`, which asks about the server and not about one of its routes. */
export function answerServerOptions({ stack }: Router) {
  return function answerAsterisk(ctx: Context, next: Next): void | Promise<void> {
    if (ctx.method !== 'OPTIONS' || ctx.url !== '*') return next()
    const methods = stack.flatMap((route) => route.methods)
    ctx.set('allow', [...new Set(['HEAD', 'GET', ...methods])].join(', '))
    ctx.body = ''
  }
}
