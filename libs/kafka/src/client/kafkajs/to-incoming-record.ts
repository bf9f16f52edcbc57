import type { KafkaMessage } from 'kafkajs'
import type { IncomingRecord } from '../../message/incoming-record.ts'
import type { UnreadableBatch } from '../../message/unreadable-batch.ts'
import { CodecMissing } from '../codecs/codec.ts'
import type { TopicPartition } from '../port/connections.ts'

/**
 * What the patch hands on in the place of records that kafkajs could not decode.
 *
 * source: patches/kafkajs@2.2.4.patch
 */
export type Undecoded = Omit<UnreadableBatch, 'why'>

export type Fetched = KafkaMessage & { readonly unreadable?: Undecoded }

/** Takes over what kafkajs has fetched. */
export function toIncomingRecord(
  { topic, partition }: TopicPartition,
  { offset, timestamp, key, value, headers = {}, unreadable }: Fetched,
): IncomingRecord {
  const why = unreadable && { ...unreadable, why: whyOf(unreadable.error) }
  return { topic, partition, offset, timestamp, key, value, headers, unreadable: why }
}

function whyOf(error: Error): UnreadableBatch['why'] {
  if (error instanceof CodecMissing || error.name === 'KafkaJSNotImplemented')
    return 'codec-missing'
  return error.name === 'KafkaJSChecksumError' ? 'corrupt' : 'undecodable'
}
