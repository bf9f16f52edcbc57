import type { KafkaMessage } from 'kafkajs'
import type { KafkaHeaders } from '../message/kafka-headers.ts'

/** A record as it was fetched, with the place it came from. */
export type IncomingRecord = {
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly timestamp: string
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: KafkaHeaders
}

/** Takes over what kafkajs fetched. */
export function toIncomingRecord(
  { topic, partition }: { topic: string; partition: number },
  { offset, timestamp, key, value, headers = {} }: KafkaMessage,
): IncomingRecord {
  return { topic, partition, offset, timestamp, key, value, headers }
}

/** For logs: where it lies, and none of what it says. */
export function placeOf({ topic, partition, offset }: IncomingRecord) {
  return { topic, partition, offset }
}
