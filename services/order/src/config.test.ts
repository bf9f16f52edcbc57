import { expect, test } from 'vitest'
import { readOrderConfig } from './config.ts'

const needed = {
  KAFKA_BROKERS: 'kafka:9092',
  DATABASE_URL: 'postgres://order@db/shop',
  INVENTORY_URL: 'http://inventory:8081',
  PRICING_URL: 'http://pricing:8082',
}

test('Q1 what a connector cannot follow is refused with EVENTS=debezium, all of it at once', () => {
  const settings = { ...needed, PUBLISH: 'detached', OTEL_PROPAGATORS: 'b3' }

  expect(() => readOrderConfig({ ...settings, EVENTS: 'debezium' })).toThrow(
    'settings: OTEL_PROPAGATORS must be tracecontext,baggage with EVENTS=debezium; PUBLISH must be durable with EVENTS=debezium',
  )
  expect(readOrderConfig(settings)).toMatchObject({ publish: 'detached', events: 'relay' })
  expect(readOrderConfig({ ...needed, EVENTS: 'debezium' })).toMatchObject({ events: 'debezium' })
})
