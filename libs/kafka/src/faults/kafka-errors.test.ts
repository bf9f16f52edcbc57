import { expect, test } from 'vitest'
import { kafkaError } from './kafka-errors.ts'

test.each([
  ['MESSAGE_TOO_LARGE', 10, 'record', 'no'],
  ['INVALID_TOPIC_EXCEPTION', 17, 'record', 'no'],
  ['RECORD_LIST_TOO_LARGE', 18, 'record', 'no'],
  ['INVALID_TIMESTAMP', 32, 'theirs', 'no'],
  ['INVALID_RECORD', 87, 'record', 'no'],
  ['UNKNOWN_TOPIC_OR_PARTITION', 3, 'theirs', 'no'],
  ['NOT_ENOUGH_REPLICAS', 19, 'theirs', 'no'],
  ['TOPIC_AUTHORIZATION_FAILED', 29, 'theirs', 'no'],
  ['CLUSTER_AUTHORIZATION_FAILED', 31, 'theirs', 'no'],
  ['NOT_LEADER_OR_FOLLOWER', 6, 'theirs', 'maybe'],
  ['REQUEST_TIMED_OUT', 7, 'theirs', 'maybe'],
  ['NOT_ENOUGH_REPLICAS_AFTER_APPEND', 20, 'theirs', 'maybe'],
  ['KAFKA_STORAGE_ERROR', 56, 'theirs', 'maybe'],
  ['UNSUPPORTED_COMPRESSION_TYPE', 76, 'ours', 'no'],
  ['INVALID_REQUEST', 42, 'bug', 'no'],
])('K1 %s (%i) is %s, written: %s', (...[name, code, owner, isWritten]) => {
  expect(kafkaError(code)).toMatchObject({ name, owner, isWritten })
})

test.each([45, 46, 47, 49, 59, 90])('K1 O10 after error %i there is a new producer', (code) => {
  expect(kafkaError(code)).toMatchObject({ owner: 'theirs', losesProducer: true })
})

test('K1 an error that a later Kafka has added costs no record anything, and may be written', () => {
  expect(kafkaError(31_000)).toMatchObject({ owner: 'theirs', isWritten: 'maybe' })
  expect(kafkaError(-1)).toMatchObject({ owner: 'theirs', isWritten: 'maybe' })
})
