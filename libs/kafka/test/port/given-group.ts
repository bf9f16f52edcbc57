import { eventually } from '@tailspan/testkit'
import type { FetchedBatch } from '../../src/client/port/fetched-batch.ts'
import type { Assignment, GroupSettings, OnBatch } from '../../src/client/port/group-client.ts'
import type { KafkaClient } from '../../src/client/port/kafka-client.ts'
import type { GroupProtocolName, KafkaOptions } from '../../src/index.ts'
import { openKafka } from '../open-kafka.ts'
import { clients, end, messageOf, openProducing } from './given-client.ts'

type Given = Partial<GroupSettings> & {
  readonly groupId: string
  readonly topics: readonly string[]
  readonly options?: Partial<KafkaOptions>
  readonly onBatch?: OnBatch
}

/** With what a member is in its group. */
export type Way = { readonly client: KafkaClient; readonly groupProtocol: GroupProtocolName }

/** Each client with each protocol of groups that it has. */
export const ways: readonly (readonly [string, Way])[] = clients.flatMap(([name, client]) =>
  client.groupProtocols.map(
    (groupProtocol) => [`${name} ${groupProtocol}`, { client, groupProtocol }] as const,
  ),
)

// Nobody gets a partition because a session is over, unless the test says so.
const settings = { sessionMs: 300_000, heartbeatMs: 100, concurrency: 4 }

/** A member of a group that takes each record, and remembers what it was given and what has happened to it. */
export async function openMember(
  { client, groupProtocol }: Way,
  { onBatch, options, ...given }: Given,
) {
  const assignments: Assignment[] = []
  const crashes: { readonly error: Error; readonly restarts: boolean }[] = []
  const taken: string[] = []
  let isJoined = false
  const group = client.openGroup(
    { ...openKafka(options), groupProtocol },
    { ...settings, ...given },
    {
      onJoined(assignment) {
        isJoined = true
        assignments.push(assignment)
      },
      onFetched() {},
      onStopped() {
        isJoined = false
      },
      onCrashed: (error, restarts) => crashes.push({ error, restarts }),
    },
  )
  await eventually(() => group.connect().then(() => true))
  // Until it has joined, which may wait for the other members.
  const running = group.run(async (batch) => {
    taken.push(...batch.records.map(({ value }) => String(value)))
    await (onBatch ?? takeAll)(batch)
  })
  running.catch((error) => crashes.push({ error, restarts: false }))
  const stop = async () => {
    await group.disconnect()
    group.cut()
  }
  return {
    group,
    assignments,
    crashes,
    taken,
    stop,
    isJoined: () => isJoined,
    [Symbol.asyncDispose]: stop,
  }
}

/** Has finished all records of a batch. */
export async function takeAll(batch: FetchedBatch): Promise<void> {
  for (const { offset } of batch.records) batch.resolveOffset(offset)
  await batch.commitIfDue()
}

/** Writes these values into each of some partitions. */
export async function write(topic: string, values: readonly string[], partitions = [0]) {
  const [[, writer] = []] = clients
  await using line = await openProducing(writer as KafkaClient, { topics: [topic] })
  const messages = values.map((value) => messageOf(topic, value))
  await line.produce(
    topic,
    partitions.map((partition) => ({ partition, messages })),
  )
}

/** What a group has committed of a partition. */
export async function committed(groupId: string, topic: string, partition = 0): Promise<string> {
  const [[, asker] = []] = clients
  const admin = (asker as KafkaClient).openAdmin(openKafka())
  try {
    await admin.connect()
    const [found] = await admin.committedBy(groupId, [{ topic, partition }])
    return found?.offset ?? '-1'
  } finally {
    await end(admin)
  }
}
