import type { IncomingMessage } from 'node:http'
import type { Context } from 'koa'
import type { z } from 'zod'
import { RequestRefused } from '../problem/http-error.ts'
import { openRequestOf } from '../request/open-request.ts'
import { faultsOf } from './faults-of.ts'
import { parseJson } from './parse-json.ts'
import { readBytes } from './read-bytes.ts'

/**
 * Reads the JSON body of a request and checks it against a schema.
 *
 * shape:   `application/json` in UTF-8 without a content encoding
 * errors:  unsupported-media-type, payload-too-large, request-timeout, malformed-json, and
 *          invalid-request with one entry in `errors` for each fault
 * repeats: a body can be read once
 */
export async function readBody<S extends z.ZodType>(ctx: Context, schema: S): Promise<z.output<S>> {
  const limits = openRequestOf(ctx.res)?.limits
  if (!limits) throw new TypeError('readBody: this context is not of a tailspan http server')
  checkMediaType(ctx.req)
  const body = parseJson(await readBytes(ctx.req, limits))
  const { success, data, error } = schema.safeParse(body)
  if (success) return data
  const text = 'the body is not what this route takes'
  throw new RequestRefused('invalid-request', 'invalid', text, { faults: faultsOf(error) })
}

function checkMediaType({ headers }: IncomingMessage): void {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = headers
  if (/^application\/json(\s*;\s*charset="?utf-8"?)?\s*$/i.test(type) && encoding === 'identity')
    return
  const text = 'the body must be application/json, in UTF-8, not encoded'
  throw new RequestRefused('unsupported-media-type', 'invalid', text)
}
