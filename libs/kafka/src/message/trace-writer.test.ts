import { propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { createPropagator, type PropagatorName } from '@tailspan/telemetry'
import { expect, test } from 'vitest'
import { restoreMessage } from './outgoing-message.ts'
import { encodeTrace } from './trace-headers.ts'
import { createTraceWriter } from './trace-writer.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const spanId = '00f067aa0ba902b7'
const traceparent = `00-${traceId}-${spanId}-01`
const tracestate = 'vendor=1'

function writerFor(...names: PropagatorName[]) {
  propagation.disable()
  propagation.setGlobalPropagator(createPropagator(names))
  return createTraceWriter()
}

function givenMessage() {
  const span = trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: 1 })
  const baggage = propagation.createBaggage({ tenant: { value: 'blue' } })
  const trail = encodeTrace(propagation.setBaggage(span, baggage))
  const headers = { ce_id: '7', ...trail, tracestate }
  return restoreMessage({ topic: 'orders', key: '7', value: '{}', headers })
}

const event = { ce_id: '7', ce_traceparent: traceparent }
const baggage = 'tenant=blue'
const cases: [names: PropagatorName[], written: Record<string, string>][] = [
  [['tracecontext', 'baggage'], { traceparent, tracestate, baggage }],
  [['tracecontext'], { traceparent, tracestate }],
  [['baggage'], { baggage }],
  [['b3'], { b3: `${traceId}-${spanId}-1` }],
  [['b3multi'], { 'x-b3-traceid': traceId, 'x-b3-spanid': spanId, 'x-b3-sampled': '1' }],
  [['b3', 'tracecontext'], { b3: `${traceId}-${spanId}-1`, traceparent, tracestate }],
  [[], {}],
]

test.each(cases)(
  'Q1 with OTEL_PROPAGATORS=%j a record carries these headers, and ce_traceparent always',
  (names, written) => {
    const write = writerFor(...names)
    const message = givenMessage()

    expect(write(message).headers).toEqual({ ...event, ...written })
    // What is stored is W3C still.
    expect(message.headers).toEqual({ ...event, traceparent, tracestate, baggage })
  },
)

test('Q1 with the default setting a message is not touched', () => {
  const write = writerFor('tracecontext', 'baggage')
  const message = givenMessage()

  expect(write(message)).toBe(message)
})

test('Q1 T7 a dead letter keeps the headers of its record', () => {
  const write = writerFor('b3')
  const letter = { ...givenMessage(), isVerbatim: true } as const

  expect(write(letter)).toBe(letter)
})
