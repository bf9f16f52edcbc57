import { MIMEType } from 'node:util'
import type { Context } from 'koa'
import { isAlone } from '../header/is-alone.ts'
import { listOf } from '../header/list-of.ts'
import { RequestRefused } from '../problem/http-error.ts'

// Wire: RFC 9110, sections 8.3 and 8.4. Names, values of charset and codings have no case, parameters may be quoted.
// Content-Type: Application/JSON; Charset="UTF-8"
// Content-Encoding: identity

/** What a body may be: JSON, or the fields of an HTML form. */
export type BodyType = 'application/json' | 'application/x-www-form-urlencoded'

const utf8Names: readonly (string | null)[] = [null, 'utf-8', 'utf8']

/**
 * Refuses a body that is not of this type in UTF-8 without a content coding, and says what would be taken.
 *
 * errors: unsupported-media-type, with `Accept` or `Accept-Encoding` on the answer
 */
export function checkMediaType(ctx: Context, wanted: BodyType): void {
  const { 'content-type': type = '', 'content-encoding': codings } = ctx.req.headers
  // Most clients send it like this; the parser costs as much as the routing.
  if ((type !== wanted && !isUtf8(type, wanted)) || !isAlone('content-type', ctx.req.rawHeaders)) {
    ctx.set('Accept', wanted)
    refuse(`the body must be ${wanted} in UTF-8`)
  }
  if (codings !== undefined && listOf(codings).some((coding) => coding !== 'identity')) {
    ctx.set('Accept-Encoding', 'identity')
    refuse('the body must not be encoded')
  }
}

function isUtf8(text: string, wanted: BodyType): boolean {
  try {
    const { essence, params } = new MIMEType(text)
    return essence === wanted && utf8Names.includes(params.get('charset')?.toLowerCase() ?? null)
  } catch {
    return false
  }
}

function refuse(text: string): never {
  throw new RequestRefused('unsupported-media-type', 'invalid', text)
}
