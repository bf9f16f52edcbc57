import type { KafkaRecord } from '@platformatic/kafka'
import type { IncomingRecord } from '../../../message/incoming-record.ts'
import type { HeaderValue } from '../../../message/kafka-headers.ts'
import type { TopicPartition } from '../../port/connections.ts'
import type { DecodedBatch } from './decode-batch.ts'
import { controlBatch, lastOffsetOf } from './without-aborted.ts'

/** The records of a batch, without those that only Kafka itself needs. */
export function toIncomingRecords(
  { topic, partition }: TopicPartition,
  batch: DecodedBatch,
): IncomingRecord[] {
  if (batch.unreadable) return [toUnreadable({ topic, partition }, batch)]
  if (batch.attributes & controlBatch) return []
  return batch.records.map((record) => ({
    topic,
    partition,
    key: record.key,
    value: record.value,
    offset: String(batch.firstOffset + BigInt(record.offsetDelta)),
    timestamp: String(batch.firstTimestamp + record.timestampDelta),
    headers: toHeaders(record),
    unreadable: undefined,
  }))
}

/** It has the place of the last one: what comes next lies behind the whole batch. */
function toUnreadable(place: TopicPartition, batch: DecodedBatch): IncomingRecord {
  const offset = String(lastOffsetOf(batch))
  const nothing = { key: null, value: null, headers: Object.create(null) }
  const { unreadable } = batch
  return { ...place, offset, timestamp: String(batch.maxTimestamp), ...nothing, unreadable }
}

function toHeaders({ headers }: KafkaRecord): Record<string, HeaderValue> {
  const byName: Record<string, HeaderValue> = Object.create(null)
  for (const [bytes, value] of headers) {
    const name = String(bytes)
    const known = byName[name]
    if (known === undefined) byName[name] = value
    else byName[name] = [...(Array.isArray(known) ? known : [known]), value]
  }
  return byName
}
