import { randomUUID } from 'node:crypto'
import { inRoot } from '@tailspan/scope'
import type { Admin, Batch, Kafka as Client, Consumer } from 'kafkajs'
import { endWithin } from '../client/end-within.ts'
import type { Kafka } from '../client/kafka.ts'
import { openClient } from '../client/kafkajs/open-client.ts'
import { watchSockets } from '../client/kafkajs/watched-sockets.ts'
import { type IncomingRecord, toIncomingRecord } from '../message/incoming-record.ts'
import type { Place } from '../message/place.ts'

const disconnectMs = 1_000
const silenceMs = 15_000

/** The record that lies at a place; nothing when retention has deleted it, or it still cannot be read. */
export function readOriginal(kafka: Kafka, place: Place): Promise<IncomingRecord | undefined> {
  return inRoot(async () => {
    const sockets = watchSockets()
    const client = openClient(kafka, sockets.factory)
    const admin = client.admin({ retry: { retries: 3 } })
    try {
      await admin.connect()
      return (await isThere(admin, place)) ? await readAt(place, { client, admin }) : undefined
    } finally {
      await endWithin(disconnectMs, admin.disconnect())
      sockets.destroy()
    }
  })
}

async function isThere(admin: Admin, place: Place): Promise<boolean> {
  const { topic, partition, offset } = place
  if (!(await admin.listTopics()).includes(topic)) return false
  const ends = (await admin.fetchTopicOffsets(topic)).find((one) => one.partition === partition)
  if (!ends) return false
  return BigInt(ends.low) <= BigInt(offset) && BigInt(offset) < BigInt(ends.high)
}

type Means = { readonly client: Client; readonly admin: Admin }

async function readAt(place: Place, { client, admin }: Means): Promise<IncomingRecord | undefined> {
  const groupId = `tailspan-dead-letters-${randomUUID()}`
  const consumer = client.consumer({ groupId, maxWaitTimeInMs: 50, retry: { retries: 30 } })
  try {
    return await firstFrom(place, consumer)
  } finally {
    await endWithin(disconnectMs, consumer.disconnect())
    await endWithin(disconnectMs, admin.deleteGroups([groupId]))
  }
}

async function firstFrom(place: Place, consumer: Consumer): Promise<IncomingRecord | undefined> {
  const { promise, resolve } = Promise.withResolvers<IncomingRecord | undefined>()
  const silence = setTimeout(() => resolve(undefined), silenceMs)
  try {
    await consumer.connect()
    await consumer.subscribe({ topic: place.topic, fromBeginning: false })
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        if (reaches(batch, place)) resolve(recordAt(batch, place))
      },
    })
    consumer.seek(place)
    return await promise
  } finally {
    clearTimeout(silence)
  }
}

function reaches({ partition, messages }: Batch, place: Place): boolean {
  const last = messages.at(-1)
  return partition === place.partition && !!last && BigInt(last.offset) >= BigInt(place.offset)
}

function recordAt(batch: Batch, { offset }: Place): IncomingRecord | undefined {
  const found = batch.messages.find((message) => message.offset === offset)
  const record = found && toIncomingRecord(batch, found)
  return record?.unreadable ? undefined : record
}
