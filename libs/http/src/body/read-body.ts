import type { Context } from 'koa'
import type { z } from 'zod'
import { RequestRefused } from '../problem/http-error.ts'
import { type OpenRequest, openRequestOf } from '../request/open-request.ts'
import { type BodyType, checkMediaType } from './check-media-type.ts'
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
export function readBody<S extends z.ZodType>(ctx: Context, schema: S): Promise<z.output<S>> {
  return readAs(ctx, schema, { type: 'application/json', parse: parseJson })
}

/**
 * Reads what a page sends whose form works without a script, and checks it against the same schema as `readBody`.
 *
 * shape:   `application/x-www-form-urlencoded` in UTF-8; every value is a text, of a name that comes twice the last
 * errors:  those of `readBody` but malformed-json
 * repeats: a body can be read once
 */
export function readForm<S extends z.ZodType>(ctx: Context, schema: S): Promise<z.output<S>> {
  return readAs(ctx, schema, { type: 'application/x-www-form-urlencoded', parse: parseForm })
}

type Format = { readonly type: BodyType; parse(bytes: Buffer): unknown }

async function readAs<S extends z.ZodType>(ctx: Context, schema: S, { type, parse }: Format) {
  const request = openRequestOf(ctx.res)
  if (!request) throw new TypeError('readBody: this context is not of a tailspan http server')
  checkMediaType(ctx, type)
  const body = parse(await readWhole(ctx, request))
  const { success, data, error } = schema.safeParse(body)
  if (success) return data
  const text = 'the body is not what this route takes'
  throw new RequestRefused('invalid-request', 'invalid', text, { faults: faultsOf(error, schema) })
}

// Without a prototype: `__proto__` is a name like any other, and no schema knows it.
function parseForm(bytes: Buffer): unknown {
  const fields = new URLSearchParams(bytes.toString('utf8'))
  return Object.assign(Object.create(null), Object.fromEntries(fields))
}

async function readWhole(ctx: Context, request: OpenRequest): Promise<Buffer> {
  request.awaitsBody = true
  try {
    return await readBytes(ctx, request)
  } finally {
    request.awaitsBody = false
  }
}
