import { ROOT_CONTEXT } from '@opentelemetry/api'
import { eventually, uniqueId } from '@tailspan/testkit'
import { kafkajsClient } from '../../src/client/kafkajs/kafkajs-client.ts'
import { platformaticClient } from '../../src/client/platformatic/platformatic-client.ts'
import type { Connections } from '../../src/client/port/connections.ts'
import type { KafkaClient } from '../../src/client/port/kafka-client.ts'
import type { ProduceConnections } from '../../src/client/port/produce-connections.ts'
import type { ReadRange, TopicReader } from '../../src/client/port/topic-reader.ts'
import { createTopics, type KafkaOptions } from '../../src/index.ts'
import type { IncomingRecord } from '../../src/message/incoming-record.ts'
import type { OutgoingMessage } from '../../src/message/outgoing-message.ts'
import { openKafka } from '../open-kafka.ts'

/** What stands behind the port. */
export const clients: readonly (readonly [string, KafkaClient])[] = [
  ['kafkajs', kafkajsClient],
  ['@platformatic/kafka', platformaticClient],
]

/** A topic of the test's own, with settings of its own. */
export async function openTopicWith(
  settings: Readonly<Record<string, string>> = {},
  partitions = 1,
): Promise<string> {
  const topic = uniqueId('port')
  await createTopics(openKafka(), [{ topic, partitions, replicationFactor: 1, settings }])
  await untilServed(topic, partitions)
  return topic
}

// A leader is named a little before it serves.
async function untilServed(topic: string, count: number): Promise<void> {
  const admin = kafkajsClient.openAdmin(openKafka())
  await admin.connect()
  const partitions = Array.from({ length: count }, (_, partition) => ({ topic, partition }))
  await eventually(() => admin.offsetsOf(partitions, 'end'))
  await end(admin)
}

export function messageOf(topic: string, value: OutgoingMessage['value']): OutgoingMessage {
  return { topic, key: 'k', value, headers: {}, context: ROOT_CONTEXT }
}

type Given = { readonly topics: readonly string[]; readonly options?: Partial<KafkaOptions> }

/** Connections to produce on, which know where these topics are, with a producer id of their own. */
export async function openProducing(client: KafkaClient, { topics, options }: Given) {
  const connections = client.openProducing(openKafka(options))
  await connections.connect()
  for (const topic of topics) connections.addTopic(topic)
  await eventually(() => connections.refresh().then(() => isLed(connections)))
  // A fresh broker is still loading what it needs for that, and the port repeats nothing by itself.
  const id = await eventually(() => connections.openProducerId())
  return {
    connections,
    /** One batch for each partition named; resolves to its error code and offset. */
    async produce(topic: string, batches: readonly Batch[], onWrite = () => {}) {
      const location = connections.locations?.find((one) => one.topic === topic)
      const nodeId = location?.partitions[0]?.leader ?? -1
      const partitions = batches.map(({ partition = 0, firstSequence = 0, messages }) => {
        return { partition, firstSequence, messages }
      })
      const topicData = [{ topic, partitions }]
      const answer = await connections.produce({ ...id, nodeId, topicData, onWrite })
      return (answer.topics[0]?.partitions ?? []).toSorted((a, b) => a.partition - b.partition)
    },
    [Symbol.asyncDispose]: () => end(connections),
  }
}

/** A broker that has stood still leads nothing for a moment. */
function isLed({ locations = [] }: ProduceConnections): boolean {
  return locations.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))
}

type Batch = {
  readonly partition?: number
  readonly firstSequence?: number
  readonly messages: readonly OutgoingMessage[]
}

/** Disconnects. */
export async function end(connections: Connections): Promise<void> {
  await connections.disconnect()
  connections.cut()
}

/** So many records of a topic, or from a place on. */
export async function readRecords(client: KafkaClient, what: ReadRange, count: number) {
  const reader = client.openReader(openKafka())
  try {
    await reader.connect()
    return await collect(reader, what, count)
  } finally {
    await reader.close()
  }
}

async function collect(reader: TopicReader, what: ReadRange, count: number) {
  const { promise, resolve, reject } = Promise.withResolvers<readonly IncomingRecord[]>()
  const records: IncomingRecord[] = []
  const reading = await reader.read(what, {
    async onBatch(batch) {
      records.push(...batch.records)
      if (records.length >= count) resolve(records)
    },
    onGone: reject,
  })
  return promise.finally(() => reading.end())
}
