import { MIMEType } from 'node:util'
import type { Context } from 'koa'
import { isAlone } from '../header/is-alone.ts'
import { listOf } from '../header/list-of.ts'
import { RequestRefused } from '../problem/http-error.ts'

// Wire: RFC 9110, sections 8.3 and 8.4. Names, values of charset and codings have no case, parameters may be quoted.
// Content-Type: Application/JSON; Charset="UTF-8"
// Content-Encoding: identity

const json = 'application/json'
const utf8Names: readonly (string | null)[] = [null, 'utf-8', 'utf8']

/**
 * Refuses a body that is not JSON in UTF-8 without a content coding, and says what would be taken.
 *
 * errors: unsupported-media-type, with `Accept` or `Accept-Encoding` on the answer
 */
export function checkMediaType(ctx: Context): void {
  const { 'content-type': type = '', 'content-encoding': codings } = ctx.req.headers
  // Most clients send it like this; the parser costs as much as the routing.
  if ((type !== json && !isUtf8Json(type)) || !isAlone('content-type', ctx.req.rawHeaders)) {
    ctx.set('Accept', json)
    refuse('the body must be application/json in UTF-8')
  }
  if (codings !== undefined && listOf(codings).some((coding) => coding !== 'identity')) {
    ctx.set('Accept-Encoding', 'identity')
    refuse('the body must not be encoded')
  }
}

function isUtf8Json(text: string): boolean {
  try {
    const { essence, params } = new MIMEType(text)
    return essence === json && utf8Names.includes(params.get('charset')?.toLowerCase() ?? null)
  } catch {
    return false
  }
}

function refuse(text: string): never {
  throw new RequestRefused('unsupported-media-type', 'invalid', text)
}
