import { logLevel } from 'kafkajs'
import { expect, test, vi } from 'vitest'
import { createKafkaLog } from './kafka-log.ts'

function hear(level: logLevel, message: unknown, more = {}) {
  const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  const timestamp = '2026-11-21T08:00:00.000Z'
  createKafkaLog(log)()({
    level,
    label: 'ERROR',
    namespace: 'Connection',
    log: { timestamp, message: message as string, ...more },
  })
  return log
}

test('what kafkajs calls an error is a warning: a call that fails for good throws', () => {
  const log = hear(logLevel.ERROR, 'Connection timeout', { broker: 'kafka:9092', stack: 'long' })

  expect(log.error).not.toHaveBeenCalled()
  expect(log.warn).toHaveBeenCalledExactlyOnceWith('kafka.client', {
    namespace: 'Connection',
    message: 'Connection timeout',
    cause: undefined,
    broker: 'kafka:9092',
  })
})

test.each([
  'Limiting retries for the idempotent producer may invalidate EoS guarantees',
  'Response GroupCoordinator(key: 10, version: 2)',
  'Connection error: this client was closed',
])('routine is for debugging: %s', (message) => {
  const log = hear(logLevel.ERROR, message)

  expect(log.warn).not.toHaveBeenCalled()
  expect(log.debug).toHaveBeenCalledOnce()
})

test.each([
  ['an error', new Error('SASL SCRAM failed'), 'SASL SCRAM failed'],
  ['nothing', undefined, 'undefined'],
])('C9 a message that is %s is logged, and throws nothing into kafkajs', (_, message, text) => {
  const log = hear(logLevel.ERROR, message)

  expect(log.warn).toHaveBeenCalledExactlyOnceWith(
    'kafka.client',
    expect.objectContaining({ message: text }),
  )
})

test('information is for debugging', () => {
  expect(hear(logLevel.INFO, 'Stopped').debug).toHaveBeenCalledOnce()
})
