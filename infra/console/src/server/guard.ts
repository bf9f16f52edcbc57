import { type Context, HttpError, type Next } from '@tailspan/http'

/** The statuses of what the guard refuses. */
export const refusals = { 'host-refused': 403, 'origin-refused': 403 } as const

/** The port at which people find the console, which may be another than the one that it listens on. */
type Own = { readonly port: number; readonly scripts: readonly { readonly hash: string }[] }

/**
 * Lets through what this machine's own pages ask, and nothing else.
 *
 * shape:  a Host of another name is a name that was made to lead here (DNS rebinding); an Origin of another
 *         site is a form or script of that site; what acts must have our Origin, as every browser sends it;
 *         an image, a frame or a script of another page has no Origin, but browsers say where it is from
 * errors: host-refused, origin-refused
 */
export function createGuard({ port, scripts }: Own) {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  const headers = headersWith(scripts.map(({ hash }) => `'${hash}'`))
  return async function guard(ctx: Context, next: Next): Promise<void> {
    ctx.set(headers)
    const host = ctx.get('host').toLowerCase()
    if (!hosts.includes(host)) throw hostRefused()
    if (hasForeignOrigin(ctx, `http://${host}`) || isPartOfOtherPage(ctx)) throw originRefused()
    await next()
  }
}

function hasForeignOrigin({ method, req }: Context, own: string): boolean {
  const { origin } = req.headers
  return origin === undefined ? !['GET', 'HEAD'].includes(method) : origin !== own
}

/**
 * Whether another page asks for this as a part of itself. A link to the console opens a page of its own,
 * and programs that are no browsers say nothing.
 */
function isPartOfOtherPage({ req: { headers } }: Context): boolean {
  const { 'sec-fetch-site': site = 'none', 'sec-fetch-mode': mode } = headers
  const { 'sec-fetch-dest': dest = 'document' } = headers
  if (site === 'none' || site === 'same-origin') return false
  return mode !== 'navigate' || dest !== 'document'
}

function headersWith(scripts: readonly string[]): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${scripts.join(' ')}`,
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    // A form that is sent without a script names its page, and its Origin, to us only.
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  }
}

function hostRefused(): HttpError {
  return new HttpError(
    'host-refused',
    'invalid',
    'the console answers to 127.0.0.1 and localhost only, at its own port',
  )
}

function originRefused(): HttpError {
  return new HttpError('origin-refused', 'invalid', 'only pages of the console may ask this')
}
