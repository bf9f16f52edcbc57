import { createTraceState, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { createPropagator, type PropagatorName } from '@tailspan/telemetry'
import { beforeEach, expect, test } from 'vitest'
import { decodeStoredTrace, encodeTrace, extractTrace } from './trace-headers.ts'

/** As register does at the start, with this OTEL_PROPAGATORS. */
function propagateBy(...names: PropagatorName[]) {
  propagation.disable()
  propagation.setGlobalPropagator(createPropagator(names))
}
beforeEach(() => propagateBy('tracecontext', 'baggage'))

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const spanId = '00f067aa0ba902b7'
const traceparent = `00-${traceId}-${spanId}-01`

const given = (parts: object = {}) =>
  trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: 1, ...parts })
const withBaggage = (entries: Record<string, string>) => {
  const values = Object.entries(entries).map(([key, value]) => [key, { value }])
  return propagation.setBaggage(given(), propagation.createBaggage(Object.fromEntries(values)))
}
const spanOf = (headers: Record<string, string | Buffer>) =>
  trace.getSpanContext(extractTrace(headers))
const baggageOf = (headers: Record<string, string>) =>
  propagation.getBaggage(extractTrace(headers))?.getAllEntries()

test('T8 traceparent and ce_traceparent are the creation context, byte for byte', () => {
  const headers = encodeTrace(given())

  expect(headers).toEqual({ traceparent, ce_traceparent: traceparent })
})

test('T8 the creation context wins over a traceparent that somebody has rewritten', () => {
  const rewritten = traceparent.replace(spanId, 'ffffffffffffffff')

  const span = spanOf({ traceparent: rewritten, ce_traceparent: Buffer.from(traceparent) })

  expect(span).toEqual({ traceId, spanId, traceFlags: 1, isRemote: true })
})

test('a record of a foreign sender without ce_traceparent keeps its traceparent', () => {
  expect(spanOf({ traceparent })).toMatchObject({ traceId, spanId })
})

test('T6 unsampled stays unsampled', () => {
  const headers = encodeTrace(given({ traceFlags: 0 }))

  expect(spanOf(headers)).toMatchObject({ traceFlags: 0 })
})

test('a trace state survives, one that is too long does not', () => {
  const short = encodeTrace(given({ traceState: createTraceState('vendor=1') }))
  const long = { traceparent, tracestate: `vendor=${'x'.repeat(600)}` }

  expect(spanOf(short)?.traceState?.serialize()).toBe('vendor=1')
  expect(spanOf(long)?.traceState).toBeUndefined()
})

test.each([
  ['nothing', ''],
  ['too short', `00-${traceId}-01`],
  ['all zero', `00-${'0'.repeat(32)}-${spanId}-01`],
  ['the forbidden version', `ff-${traceId}-${spanId}-01`],
  ['upper case', traceparent.toUpperCase()],
  ['oversized', `${traceparent}${'0'.repeat(10_000)}`],
  ['a line break', `${traceparent}\r\nx: y`],
])('T10 a traceparent that is %s is ignored', (_name, hostile) => {
  expect(spanOf({ traceparent: hostile, ce_traceparent: hostile })).toBeUndefined()
})

test('T4 baggage survives with its odd characters', () => {
  const headers = encodeTrace(withBaggage({ tenant: 'blue', plan: 'gold, plus = ü' }))

  expect(baggageOf(headers)).toEqual([
    ['tenant', { value: 'blue' }],
    ['plan', { value: 'gold, plus = ü' }],
  ])
})

test('T4 baggage over the limit loses whole entries, never half of one', () => {
  const headers = encodeTrace(withBaggage({ first: 'x'.repeat(1_500), second: 'y'.repeat(1_500) }))

  expect(baggageOf(headers)).toEqual([['first', { value: 'x'.repeat(1_500) }]])
})

test.each([
  ['oversized', `key=${'x'.repeat(3_000)}`],
  ['no pairs', ',,;;=,'],
  ['half an escape', 'key=%E0%A4%A'],
  ['a dangerous key', '__proto__=polluted'],
  ['a key with a space', 'a key=1'],
])('T10 baggage that is %s is ignored', (_name, baggage) => {
  expect(baggageOf({ baggage })).toBeUndefined()
})

test('a context with nothing in it writes no header', () => {
  expect(encodeTrace(ROOT_CONTEXT)).toEqual({})
})

const others: PropagatorName[][] = [['b3'], ['b3multi'], ['baggage'], [], ['b3', 'tracecontext']]

test.each(others.map((names) => [names.join() || 'none', names] as const))(
  'Q1 with OTEL_PROPAGATORS=%s the creation context of a record is found, whichever setting wrote it',
  (_, names) => {
    propagateBy(...names)
    const rewritten = `${'f'.repeat(32)}-${'f'.repeat(16)}-1`

    expect(spanOf({ ce_traceparent: traceparent })).toMatchObject({ traceId, spanId })
    expect(spanOf({ ce_traceparent: traceparent, b3: rewritten })).toMatchObject({ traceId })
  },
)

const b3 = `${traceId}-${spanId}`

test.each([
  ['b3', { b3: `${b3}-1` }, 1],
  ['b3 without sampling', { b3: `${b3}-0` }, 0],
  ['b3 for debugging', { b3: `${b3}-d` }, 1],
  ['b3 as bytes', { b3: Buffer.from(`${b3}-1-${spanId}`) }, 1],
  ['X-B3', { 'X-B3-TraceId': traceId, 'X-B3-SpanId': spanId, 'X-B3-Sampled': '1' }, 1],
  ['x-b3', { 'x-b3-traceid': traceId, 'x-b3-spanid': spanId, 'x-b3-sampled': '0' }, 0],
] as const)('Q1 a record of a foreign sender is joined by its %s', (_, headers, traceFlags) => {
  propagateBy('b3')

  expect(spanOf(headers)).toMatchObject({ traceId, spanId, traceFlags })
})

test('Q1 a setting without a format does not read it', () => {
  const headers = { traceparent, tracestate: 'vendor=1', baggage: 'tenant=blue', b3: `${b3}-1` }

  propagateBy('baggage')
  expect(spanOf(headers)).toBeUndefined()
  expect(baggageOf(headers)).toHaveLength(1)
  propagateBy()
  expect(spanOf(headers)).toBeUndefined()
  expect(baggageOf(headers)).toBeUndefined()
  propagateBy('b3')
  expect(spanOf({ ...headers, ce_traceparent: traceparent })?.traceState).toBeUndefined()
})

test.each([
  ['repeated', [`${b3}-1`, `${b3}-1`]],
  ['oversized', `${b3}-1${'0'.repeat(10_000)}`],
  ['in the middle of other text', `x${b3}-1`],
  ['upper case', `${b3}-1`.toUpperCase()],
  ['all zero', `${'0'.repeat(32)}-${spanId}-1`],
])('Q1 T10 a b3 header that is %s is ignored', (_, hostile) => {
  propagateBy('b3')

  expect(trace.getSpanContext(extractTrace({ b3: hostile }))).toBeUndefined()
})

test('Q1 a stored event is read as it was written, whatever is set now', () => {
  propagateBy('b3')
  const stored = decodeStoredTrace({ ...encodeTrace(withBaggage({ tenant: 'blue' })) })

  expect(trace.getSpanContext(stored)).toMatchObject({ traceId, spanId })
  expect(propagation.getBaggage(stored)?.getEntry('tenant')?.value).toBe('blue')
})

test.each([
  ['twice', [traceparent, traceparent]],
  ['with a null', [null, traceparent]],
])('X2 T10 a traceparent that comes %s is invalid, as the standard says', (_, repeated) => {
  const other = traceparent.replace(traceId, 'c'.repeat(32))

  expect(trace.getSpanContext(extractTrace({ traceparent: repeated }))).toBeUndefined()
  expect(
    trace.getSpanContext(extractTrace({ traceparent: other, ce_traceparent: repeated })),
  ).toMatchObject({ traceId: 'c'.repeat(32) })
})

test('X2 repeated tracestate and baggage are one list, as the standards say', () => {
  const context = extractTrace({
    traceparent,
    tracestate: ['a=1', Buffer.from('b=2')],
    baggage: ['tenant=blue', null, 'plan=gold'],
  })

  expect(trace.getSpanContext(context)?.traceState?.serialize()).toBe('a=1,b=2')
  expect(propagation.getBaggage(context)?.getAllEntries()).toEqual([
    ['tenant', { value: 'blue' }],
    ['plan', { value: 'gold' }],
  ])
})
