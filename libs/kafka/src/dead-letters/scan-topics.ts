import { randomUUID } from 'node:crypto'
import { inRoot } from '@tailspan/scope'
import type { Admin, Consumer, EachBatchPayload } from 'kafkajs'
import { BrokersUnavailable } from '../client/brokers-unavailable.ts'
import { endWithin } from '../client/end-within.ts'
import type { Kafka } from '../client/kafka.ts'
import { openClient } from '../client/kafkajs/open-client.ts'
import { watchSockets } from '../client/kafkajs/watched-sockets.ts'
import { type IncomingRecord, toIncomingRecord } from '../message/incoming-record.ts'
import { placeText } from '../message/place.ts'

/** What is done with each record, one after the other. */
export type OnRecord = (record: IncomingRecord) => void | Promise<void>

type Ends = Map<string, bigint>

const goodbyeMs = 1_000
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
    const sockets = watchSockets()
    const client = openClient(kafka, sockets.factory)
    const admin = client.admin({ retry: { retries: 3 } })
    const groupId = `tailspan-dead-letters-${randomUUID()}`
    try {
      await orUnavailable(kafka, admin.connect())
      const topics = chooseTopics(await orUnavailable(kafka, admin.listTopics()))
      const ends = await orUnavailable(kafka, readEnds(admin, topics))
      if (ends.size === 0) return
      // Many tries: the first group on a fresh broker waits until its coordinator has loaded.
      const retry = { retries: 30, restartOnFailure: async () => false }
      const consumer = client.consumer({ groupId, maxWaitTimeInMs: 50, retry })
      try {
        await readUntil({ kafka, consumer, ends }, onRecord)
      } finally {
        await endWithin(goodbyeMs, consumer.disconnect())
        await endWithin(goodbyeMs, admin.deleteGroups([groupId]))
      }
    } finally {
      await endWithin(goodbyeMs, admin.disconnect())
      sockets.destroy()
    }
  })
}

function orUnavailable<T>({ brokers }: Kafka, asked: Promise<T>): Promise<T> {
  return asked.catch((cause) => {
    throw new BrokersUnavailable(brokers, { cause })
  })
}

/** Where each partition that holds something ends. */
async function readEnds(admin: Admin, topics: readonly string[]): Promise<Ends> {
  const ends: Ends = new Map()
  for (const topic of topics) {
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
      if (BigInt(high) > BigInt(low)) ends.set(`${topic}/${partition}`, BigInt(high))
    }
  }
  return ends
}

type Reading = { readonly kafka: Kafka; readonly consumer: Consumer; readonly ends: Ends }

async function readUntil({ kafka, consumer, ends }: Reading, onRecord: OnRecord): Promise<void> {
  const { promise: done, resolve, reject } = Promise.withResolvers<void>()
  const unavailable = (cause: unknown) => reject(new BrokersUnavailable(kafka.brokers, { cause }))
  const silence = setTimeout(unavailable, silenceMs, new Error('it answers no more'))
  done.catch(() => {})
  consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
    if (!restart) unavailable(error)
  })
  const eachBatch = async (payload: EachBatchPayload) => {
    try {
      await readBatch({ ...payload, ends, silence }, onRecord)
      if (ends.size === 0) resolve()
    } catch (error) {
      reject(error)
    }
  }
  try {
    await orUnavailable(kafka, startReading(consumer, { ends, eachBatch }))
    await done
  } finally {
    clearTimeout(silence)
  }
}

type Start = { readonly ends: Ends; eachBatch(payload: EachBatchPayload): Promise<void> }

async function startReading(consumer: Consumer, { ends, eachBatch }: Start): Promise<void> {
  const topics = [...new Set([...ends.keys()].map((name) => name.replace(/\/\d+$/, '')))]
  await consumer.connect()
  await consumer.subscribe({ topics, fromBeginning: true })
  await consumer.run({ autoCommit: false, eachBatch })
}

type Fetched = EachBatchPayload & { readonly ends: Ends; readonly silence: NodeJS.Timeout }

async function readBatch(
  { batch, heartbeat, ends, silence }: Fetched,
  onRecord: OnRecord,
): Promise<void> {
  const name = `${batch.topic}/${batch.partition}`
  const end = ends.get(name)
  if (end === undefined) return
  for (const message of batch.messages) {
    if (BigInt(message.offset) >= end) break
    silence.refresh()
    await onRecord(toIncomingRecord(batch, message))
    await heartbeat()
  }
  silence.refresh()
  if (BigInt(batch.lastOffset()) + 1n >= end) ends.delete(name)
}

/** The place of a record, to compare with another. */
export function lyingAt({ topic, partition, offset }: IncomingRecord): string {
  return placeText({ topic, partition, offset })
}
