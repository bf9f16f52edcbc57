import type { Fault } from './carrier.ts'

const refusals = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'INVALID_TOPIC_EXCEPTION',
  'TOPIC_AUTHORIZATION_FAILED',
  'POLICY_VIOLATION',
])

const lostSequences = new Set([
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'DUPLICATE_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_EPOCH',
  'INVALID_PRODUCER_ID_MAPPING',
])

/** Sorts what kafkajs throws; what is in no list is the way's fault, because that loses nothing. */
export function faultOf(error: unknown): Fault {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const type = 'type' in cause ? String(cause.type) : ''
    if (type === 'UNKNOWN_TOPIC_OR_PARTITION') return 'unknown-topic'
    if (refusals.has(type) || cause instanceof TypeError) return 'record'
    if (lostSequences.has(type)) return 'producer'
  }
  return 'way'
}
