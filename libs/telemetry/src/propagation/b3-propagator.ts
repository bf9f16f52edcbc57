import { randomBytes } from 'node:crypto'
import {
  type Context,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import { B3InjectEncoding, B3Propagator } from '@opentelemetry/propagator-b3'

// Wire: B3, https://github.com/openzipkin/b3-propagation
// b3              traceId-spanId[-sampling[-parentSpanId]]   <16 or 32 hex>-<16 hex>-1
//                 or 0 alone: no ids, and not to be sampled
// x-b3-traceid    <16 or 32 hex>
// x-b3-spanid     <16 hex>
// x-b3-sampled    1 or 0, in old senders true or false
// x-b3-flags      1 means debug: sampled
const grammar: Readonly<Record<string, RegExp>> = {
  b3: /^(?:(?:[0-9a-f]{16}){1,2}-[0-9a-f]{16}(?:-[01d](?:-[0-9a-f]{16})?)?|0)$/,
  'x-b3-traceid': /^(?:[0-9a-f]{16}){1,2}$/,
  'x-b3-spanid': /^[0-9a-f]{16}$/,
  'x-b3-sampled': /^(?:[01]|true|false)$/,
  'x-b3-flags': /^1$/,
}
const denials = new Set(['0', 'false'])

/**
 * The published B3 propagator behind the grammar of its headers: it looks for ids anywhere in a value, takes
 * the first of repeated values and ids in upper case.
 *
 * shape:  writes `b3`, or the X-B3 headers with `isMulti`; reads both, `b3` first
 * errors: none: a header that does not match is ignored by itself
 */
export function createB3Propagator({ isMulti }: { readonly isMulti: boolean }): TextMapPropagator {
  const injectEncoding = isMulti ? B3InjectEncoding.MULTI_HEADER : B3InjectEncoding.SINGLE_HEADER
  const published = new B3Propagator({ injectEncoding })
  return {
    inject: (context: Context, carrier: unknown, setter: TextMapSetter) =>
      published.inject(context, carrier, setter),
    extract(context: Context, carrier: unknown, getter: TextMapGetter) {
      const strict = matching(getter)
      return isDenied(carrier, strict)
        ? withoutSampling(context)
        : published.extract(context, carrier, strict)
    },
    fields: () => published.fields(),
  }
}

function matching(getter: TextMapGetter): TextMapGetter {
  return {
    keys: (carrier) => getter.keys(carrier),
    get(carrier, name) {
      const value = getter.get(carrier, name)
      return typeof value === 'string' && grammar[name]?.test(value) ? value : undefined
    },
  }
}

function isDenied(carrier: unknown, getter: TextMapGetter): boolean {
  const single = getter.get(carrier, 'b3')
  if (single !== undefined) return single === '0'
  const hasIds = getter.get(carrier, 'x-b3-traceid') !== undefined
  return !hasIds && denials.has(String(getter.get(carrier, 'x-b3-sampled')))
}

// The caller names no trace and wants none recorded. A parent that is not sampled says that to every sampler, here and
// behind us.
function withoutSampling(context: Context): Context {
  const parent = trace.getSpanContext(context) ?? {
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    isRemote: true,
  }
  return trace.setSpanContext(context, { ...parent, traceFlags: TraceFlags.NONE })
}
