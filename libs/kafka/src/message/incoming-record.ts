import type { KafkaHeaders } from './kafka-headers.ts'
import type { UnreadableBatch } from './unreadable-batch.ts'

/**
 * A record as it was fetched, with the place it came from.
 *
 * shape: `unreadable` stands for all records of a batch that could not be decoded; `offset` is then the last's
 */
export type IncomingRecord = {
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly timestamp: string
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: KafkaHeaders
  readonly unreadable?: UnreadableBatch | undefined
}

/** For logs: where it lies, and none of what it says. */
export function placeOf({ topic, partition, offset }: IncomingRecord) {
  return { topic, partition, offset }
}
