import { createTraceState, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { decodeTrace, encodeTrace } from './trace-headers.ts'

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
  trace.getSpanContext(decodeTrace(headers))
const baggageOf = (headers: Record<string, string>) =>
  propagation.getBaggage(decodeTrace(headers))?.getAllEntries()

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
