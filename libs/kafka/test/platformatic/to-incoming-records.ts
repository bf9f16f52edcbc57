import type { KafkaRecord, RecordsBatch } from '@platformatic/kafka'
import type { TopicPartition } from '../../src/client/port/connections.ts'
import type { IncomingRecord } from '../../src/message/incoming-record.ts'
import type { HeaderValue } from '../../src/message/kafka-headers.ts'

const controlBatch = 1 << 5

/** The records of a batch, without those that only Kafka itself needs. */
export function toIncomingRecords(
  { topic, partition }: TopicPartition,
  batch: RecordsBatch,
): IncomingRecord[] {
  if (batch.attributes & controlBatch) return []
  return batch.records.map((record) => ({
    ...{ topic, partition, key: record.key, value: record.value },
    offset: String(batch.firstOffset + BigInt(record.offsetDelta)),
    timestamp: String(batch.firstTimestamp + record.timestampDelta),
    headers: toHeaders(record),
    unreadable: undefined,
  }))
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
