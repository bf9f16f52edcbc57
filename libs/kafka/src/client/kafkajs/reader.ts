import { randomUUID } from 'node:crypto'
import type { Admin, Consumer, Kafka } from 'kafkajs'
import { endWithin } from '../end-within.ts'
import type {
  OffsetRange,
  ReadEvents,
  Reading,
  ReadRange,
  TopicReader,
} from '../port/topic-reader.ts'
import type { ClientSettings } from '../settings.ts'
import { openClient } from './open-client.ts'
import { toFetchedBatch } from './to-fetched-batch.ts'
import { watchSockets } from './watched-sockets.ts'

const disconnectMs = 1_000

/** Reads in a group of its own, which is deleted afterwards: kafkajs fetches for groups only. */
export class KafkajsReader implements TopicReader {
  readonly #sockets = watchSockets()
  readonly #client: Kafka
  readonly #admin: Admin

  constructor(settings: ClientSettings) {
    this.#client = openClient(settings, this.#sockets.factory)
    this.#admin = this.#client.admin({ retry: { retries: 3 } })
  }

  connect(): Promise<void> {
    return this.#admin.connect()
  }

  listTopics(): Promise<readonly string[]> {
    return this.#admin.listTopics()
  }

  rangesOf(topic: string): Promise<readonly OffsetRange[]> {
    return this.#admin.fetchTopicOffsets(topic)
  }

  async read(what: ReadRange, on: ReadEvents): Promise<Reading> {
    const groupId = `tailspan-dead-letters-${randomUUID()}`
    const consumer = this.#openConsumer(groupId, on)
    const reading = {
      end: async () => {
        await endWithin(disconnectMs, consumer.disconnect())
        await endWithin(disconnectMs, this.#admin.deleteGroups([groupId]))
      },
    }
    try {
      await start(consumer, what, on)
      return reading
    } catch (error) {
      await reading.end()
      throw error
    }
  }

  async close(): Promise<void> {
    await endWithin(disconnectMs, this.#admin.disconnect())
    this.#sockets.destroy()
  }

  #openConsumer(groupId: string, { onGone }: ReadEvents): Consumer {
    // Many tries: the first group on a fresh broker waits until its coordinator has loaded.
    const retry = { retries: 30, ...(onGone && { restartOnFailure: async () => false }) }
    const consumer = this.#client.consumer({ groupId, maxWaitTimeInMs: 50, retry })
    consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
      if (!restart) onGone?.(error)
    })
    return consumer
  }
}

async function start(consumer: Consumer, what: ReadRange, on: ReadEvents): Promise<void> {
  const from = 'from' in what ? what.from : undefined
  const topics = 'from' in what ? [what.from.topic] : [...what.topics]
  showEmpty(consumer, on)
  await consumer.connect()
  await consumer.subscribe({ topics, fromBeginning: !from })
  await consumer.run({
    autoCommit: false,
    eachBatch: (payload) => on.onBatch(toFetchedBatch(payload)),
  })
  if (from) consumer.seek(from)
}

/** kafkajs hands on no batch of which it has left out everything, but it tells of it. */
function showEmpty(consumer: Consumer, { onBatch, onGone }: ReadEvents): void {
  const heartbeat = async () => {}
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
    const { topic, partition, batchSize, lastOffset } = payload
    if (batchSize > 0) return
    onBatch({ topic, partition, records: [], lastOffset, heartbeat }).catch((error) =>
      onGone?.(error),
    )
  })
}
