import { defaultTextMapGetter, defaultTextMapSetter, ROOT_CONTEXT } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { createPropagator, type PropagatorName } from './create-propagator.ts'

/** What goes on where nothing records: the caller's context as it came. */
function passOn(names: readonly PropagatorName[], headers: Record<string, string>) {
  const propagator = createPropagator(names)
  const sent: Record<string, string> = {}
  const context = propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter)
  propagator.inject(context, sent, defaultTextMapSetter)
  return sent
}

const ids = `${'a'.repeat(32)}-${'b'.repeat(16)}`

test.each([
  ['01', '01'],
  ['00', '00'],
  ['03', '01'],
  ['fe', '00'],
  ['ff', '01'],
])('Q2 T10 of the flags %s of a traceparent %s goes on', (flags, known) => {
  const sent = passOn(['tracecontext'], { traceparent: `00-${ids}-${flags}`, tracestate: 'a=1' })

  expect(sent).toEqual({ traceparent: `00-${ids}-${known}`, tracestate: 'a=1' })
})

test('Q1 one format is translated into another', () => {
  expect(passOn(['tracecontext', 'b3'], { traceparent: `00-${ids}-01` })).toMatchObject({
    b3: `${ids}-1`,
  })
})

test('Q1 an empty list carries nothing', () => {
  const headers = { traceparent: `00-${ids}-01`, baggage: 'a=1', b3: `${ids}-1` }

  expect(passOn([], headers)).toEqual({})
  expect(createPropagator([]).fields()).toEqual([])
})
