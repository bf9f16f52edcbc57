import type { Context } from 'koa'
import type { z } from 'zod'
import { RequestRefused } from '../problem/http-error.ts'
import { type OpenRequest, openRequestOf } from '../request/open-request.ts'
import { checkMediaType } from './check-media-type.ts'
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
  const request = openRequestOf(ctx.res)
  if (!request) throw new TypeError('readBody: this context is not of a tailspan http server')
  checkMediaType(ctx)
  const body = parseJson(await readWhole(ctx, request))
  const { success, data, error } = schema.safeParse(body)
  if (success) return data
  const text = 'the body is not what this route takes'
  throw new RequestRefused('invalid-request', 'invalid', text, { faults: faultsOf(error, schema) })
}

async function readWhole(ctx: Context, request: OpenRequest): Promise<Buffer> {
  request.awaitsBody = true
  try {
    return await readBytes(ctx, request)
  } finally {
    request.awaitsBody = false
  }
}
