import { inRoot } from '@tailspan/scope'
import { BrokersUnavailable } from '../client/brokers-unavailable.ts'
import type { Kafka } from '../client/kafka.ts'
import type { ReadBatch, TopicReader } from '../client/port/topic-reader.ts'
import type { IncomingRecord } from '../message/incoming-record.ts'
import { placeText } from '../message/place.ts'

/** What is done with each record, one after the other. */
export type OnRecord = (record: IncomingRecord) => void | Promise<void>

type Ends = Map<string, bigint>

// Nothing new for so long: the broker has gone in the middle.
const silenceMs = 15_000

/**
 * Shows all records that lie in some topics now, and leaves no trace in Kafka.
 *
 * errors: brokers-unavailable; whatever `onRecord` throws, which ends the scan
 */
export async function scanTopics(
  kafka: Kafka,
  chooseTopics: (existing: readonly string[]) => readonly string[],
  onRecord: OnRecord,
): Promise<void> {
  await inRoot(async () => {
    const reader = kafka.client.openReader(kafka)
    try {
      await orUnavailable(kafka, reader.connect())
      const topics = chooseTopics(await orUnavailable(kafka, reader.listTopics()))
      const ends = await orUnavailable(kafka, readEnds(reader, topics))
      if (ends.size > 0) await readUntil({ kafka, reader, ends }, onRecord)
    } finally {
      await reader.close()
    }
  })
}

function orUnavailable<T>({ brokers }: Kafka, asked: Promise<T>): Promise<T> {
  return asked.catch((cause) => {
    throw new BrokersUnavailable(brokers, { cause })
  })
}

/** Where each partition that holds something ends. */
async function readEnds(reader: TopicReader, topics: readonly string[]): Promise<Ends> {
  const ends: Ends = new Map()
  for (const topic of topics) {
    for (const { partition, low, high } of await reader.rangesOf(topic)) {
      if (BigInt(high) > BigInt(low)) ends.set(`${topic}/${partition}`, BigInt(high))
    }
  }
  return ends
}

type Scan = { readonly kafka: Kafka; readonly reader: TopicReader; readonly ends: Ends }

async function readUntil({ kafka, reader, ends }: Scan, onRecord: OnRecord): Promise<void> {
  const { promise: done, resolve, reject } = Promise.withResolvers<void>()
  const onGone = (cause: unknown) => reject(new BrokersUnavailable(kafka.brokers, { cause }))
  const silence = setTimeout(onGone, silenceMs, new Error('it answers no more'))
  done.catch(() => {})
  const onBatch = async (batch: ReadBatch) => {
    try {
      await readBatch(batch, { ends, silence, onRecord })
      if (ends.size === 0) resolve()
    } catch (error) {
      reject(error)
    }
  }
  try {
    const topics = [...new Set([...ends.keys()].map((name) => name.replace(/\/\d+$/, '')))]
    const reading = await orUnavailable(kafka, reader.read({ topics }, { onBatch, onGone }))
    await done.finally(() => reading.end())
  } finally {
    clearTimeout(silence)
  }
}

type Progress = {
  readonly ends: Ends
  readonly silence: NodeJS.Timeout
  readonly onRecord: OnRecord
}

async function readBatch(
  { topic, partition, records, lastOffset, heartbeat }: ReadBatch,
  { ends, silence, onRecord }: Progress,
): Promise<void> {
  const name = `${topic}/${partition}`
  const end = ends.get(name)
  if (end === undefined) return
  for (const record of records) {
    if (BigInt(record.offset) >= end) break
    silence.refresh()
    await onRecord(record)
    await heartbeat()
  }
  silence.refresh()
  if (BigInt(lastOffset) + 1n >= end) ends.delete(name)
}

/** The place of a record, to compare with another. */
export function lyingAt({ topic, partition, offset }: IncomingRecord): string {
  return placeText({ topic, partition, offset })
}
