import { expect, test } from 'vitest'
import { outboxSettings, wrongWithConnector } from './outbox-settings.ts'
import { readConfig } from './read-config.ts'

test('a service publishes its events itself unless it is told otherwise', () => {
  expect(readConfig(outboxSettings, {}).events).toBe('relay')
  expect(readConfig(outboxSettings, { EVENTS: 'debezium' }).events).toBe('debezium')
  expect(() => readConfig(outboxSettings, { EVENTS: 'kafka' })).toThrow('EVENTS must be one of')
})

test.each(['b3', 'tracecontext', 'tracecontext,baggage,b3', 'none'])(
  'Q1 OTEL_PROPAGATORS=%s does not go with a connector, which copies what is stored',
  (OTEL_PROPAGATORS) => {
    expect(wrongWithConnector({ EVENTS: 'debezium', OTEL_PROPAGATORS })).toEqual([
      'OTEL_PROPAGATORS must be tracecontext,baggage with EVENTS=debezium',
    ])
    expect(wrongWithConnector({ EVENTS: 'relay', OTEL_PROPAGATORS })).toEqual([])
  },
)

test.each([undefined, '', 'tracecontext,baggage', 'baggage, tracecontext'])(
  'Q1 OTEL_PROPAGATORS=%s goes with a connector',
  (OTEL_PROPAGATORS) => {
    expect(wrongWithConnector({ EVENTS: 'debezium', OTEL_PROPAGATORS })).toEqual([])
  },
)
