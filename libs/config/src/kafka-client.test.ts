import { expect, test } from 'vitest'
import { kafkaSettings, readConfig } from './index.ts'

const read = (env: Record<string, string>) =>
  readConfig(kafkaSettings, { KAFKA_BROKERS: 'here:9092', ...env })

test('KAFKA_CLIENT chooses one of two clients, and one that is not there is named beside every other fault', () => {
  expect([read({}).kafkaClient, read({ KAFKA_CLIENT: 'platformatic' }).kafkaClient]).toEqual([
    'kafkajs',
    'platformatic',
  ])
  expect(() => read({ KAFKA_CLIENT: 'confluent', TRACE_ASYNC: 'maybe' })).toThrow(
    'settings: KAFKA_CLIENT must be one of kafkajs, platformatic; TRACE_ASYNC must be one of child, link',
  )
})

test('KAFKA_GROUP_PROTOCOL is classic, or with the other client consumer', () => {
  const other = { KAFKA_CLIENT: 'platformatic' }
  expect(read({}).kafkaGroupProtocol).toBe('classic')
  expect(read({ ...other, KAFKA_GROUP_PROTOCOL: 'consumer' }).kafkaGroupProtocol).toBe('consumer')
  expect(() => read({ KAFKA_GROUP_PROTOCOL: 'consumer', TRACE_ASYNC: 'maybe' })).toThrow(
    'settings: KAFKA_GROUP_PROTOCOL must be classic without KAFKA_CLIENT=platformatic; TRACE_ASYNC must be one of child, link',
  )
  expect(() => read({ ...other, KAFKA_GROUP_PROTOCOL: 'share' })).toThrow(
    'settings: KAFKA_GROUP_PROTOCOL must be one of classic, consumer',
  )
})
