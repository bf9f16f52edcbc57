import { inRoot } from '@tailspan/scope'
import type { Kafka } from '../client/kafka.ts'
import type { ReadBatch, TopicReader } from '../client/port/topic-reader.ts'
import type { IncomingRecord } from '../message/incoming-record.ts'
import type { Place } from '../message/place.ts'

const silenceMs = 15_000

/** The record that lies at a place; nothing when retention has deleted it, or it still cannot be read. */
export function readOriginal(kafka: Kafka, place: Place): Promise<IncomingRecord | undefined> {
  return inRoot(async () => {
    const reader = kafka.client.openReader(kafka)
    try {
      await reader.connect()
      return (await isThere(reader, place)) ? await firstFrom(place, reader) : undefined
    } finally {
      await reader.close()
    }
  })
}

async function isThere(reader: TopicReader, place: Place): Promise<boolean> {
  const { topic, partition, offset } = place
  if (!(await reader.listTopics()).includes(topic)) return false
  const range = (await reader.rangesOf(topic)).find((one) => one.partition === partition)
  if (!range) return false
  return BigInt(range.low) <= BigInt(offset) && BigInt(offset) < BigInt(range.high)
}

async function firstFrom(place: Place, reader: TopicReader): Promise<IncomingRecord | undefined> {
  const { promise, resolve } = Promise.withResolvers<IncomingRecord | undefined>()
  const silence = setTimeout(() => resolve(undefined), silenceMs)
  const onBatch = async (batch: ReadBatch) => {
    if (reaches(batch, place)) resolve(recordAt(batch, place))
  }
  try {
    const reading = await reader.read({ from: place }, { onBatch })
    return await promise.finally(() => reading.end())
  } finally {
    clearTimeout(silence)
  }
}

function reaches({ partition, lastOffset }: ReadBatch, place: Place): boolean {
  return partition === place.partition && BigInt(lastOffset) >= BigInt(place.offset)
}

function recordAt({ records }: ReadBatch, { offset }: Place): IncomingRecord | undefined {
  const found = records.find((record) => record.offset === offset)
  return found?.unreadable ? undefined : found
}
