import { setTimeout as delay } from 'node:timers/promises'
import {
  type Admin,
  type Consumer,
  type EachBatchPayload,
  type IHeaders,
  Kafka,
  logLevel,
} from 'kafkajs'
import { uniqueId } from '../unique-id.ts'

/** One record as it lies in Kafka. */
export type TopicRecord = {
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
  readonly timestampMs: number
  readonly key: string | null
  readonly headers: Readonly<Record<string, string>>
  /** The bytes as text; null is a tombstone. */
  readonly value: string | null
}

const unled = new Set(['NOT_LEADER_FOR_PARTITION', 'LEADER_NOT_AVAILABLE'])
const maxTries = 100

/**
 * Reads all that lies in a topic now, knowing nothing of our own Kafka library.
 *
 * shape:   from the first record to the end at the time of the call, by partition and offset;
 *          a header given several times has its values joined by a comma
 * errors:  the topic does not exist, no broker answers
 * repeats: as often as wanted: it commits no offsets
 */
export async function readTopic(brokers: string, topic: string): Promise<TopicRecord[]> {
  const records: TopicRecord[] = []
  await scanTopic({ brokers, topic }, (record) => records.push(record))
  return records.sort(inOrder)
}

/**
 * Shows all that lies in a topic now, record by record: for topics that are too long to be kept.
 *
 * shape:   as `readTopic`; in order within a partition
 * errors:  the topic does not exist, no broker answers
 * repeats: as often as wanted: it commits no offsets
 */
export async function scanTopic(
  { brokers, topic }: { readonly brokers: string; readonly topic: string },
  onRecord: (record: TopicRecord) => void,
): Promise<void> {
  const kafka = new Kafka({
    clientId: 'testkit',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
    retry: { retries: 3, initialRetryTime: 50 },
  })
  const ends = await readEnds(kafka, topic)
  if (ends.size === 0) return
  const groupId = uniqueId('testkit-reader')
  // Many tries: the first group on a fresh broker waits until its coordinator has loaded.
  const retry = { retries: 30, initialRetryTime: 50, maxRetryTime: 500 }
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 50, retry })
  try {
    await consumer.connect()
    await consumer.subscribe({ topic, fromBeginning: true })
    await readUntil({ consumer, ends }, onRecord)
  } finally {
    await consumer.disconnect()
  }
}

/** Where each partition that holds something ends. */
async function readEnds(kafka: Kafka, topic: string): Promise<Map<number, bigint>> {
  const admin = kafka.admin()
  await admin.connect()
  try {
    const offsets = await offsetsOf(admin, topic)
    const filled = offsets.filter(({ low, high }) => BigInt(high) > BigInt(low))
    return new Map(filled.map(({ partition, high }) => [partition, BigInt(high)]))
  } finally {
    await admin.disconnect()
  }
}

// For a moment after a topic was made its partitions may have no leader.
async function offsetsOf(admin: Admin, topic: string) {
  for (let tries = 1; ; tries++) {
    try {
      return await admin.fetchTopicOffsets(topic)
    } catch (error) {
      if (tries === maxTries || !unled.has((error as { type?: string }).type ?? '')) throw error
      await delay(100)
    }
  }
}

type Reading = { readonly consumer: Consumer; readonly ends: Map<number, bigint> }

async function readUntil(
  { consumer, ends }: Reading,
  onRecord: (record: TopicRecord) => void,
): Promise<void> {
  const done = Promise.withResolvers<void>()
  // A restart is no end: on a fresh broker the first to join may find its coordinator still loading.
  consumer.on('consumer.crash', ({ payload: { error, restart } }) => {
    if (!restart) done.reject(error)
  })
  const running = consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => {
      const end = ends.get(batch.partition) ?? 0n
      for (const record of readBatch(batch)) if (record.offset < end) onRecord(record)
      if (BigInt(batch.lastOffset()) + 1n >= end) ends.delete(batch.partition)
      if (ends.size === 0) done.resolve()
    },
  })
  await Promise.all([running, done.promise])
}

function readBatch({ topic, partition, messages }: EachBatchPayload['batch']): TopicRecord[] {
  return messages.map(({ offset, timestamp, key, headers, value }) => ({
    topic,
    partition,
    offset: BigInt(offset),
    timestampMs: Number(timestamp),
    key: key?.toString() ?? null,
    headers: readHeaders(headers ?? {}),
    value: value?.toString() ?? null,
  }))
}

function readHeaders(headers: IHeaders): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name, String(value ?? '')])
  return Object.fromEntries(entries)
}

function inOrder(one: TopicRecord, two: TopicRecord): number {
  return one.partition - two.partition || Number(one.offset - two.offset)
}
