import { topics } from '@tailspan/contracts'
import { type GroupState, readGroup, scanTopic, type TopicRecord } from '@tailspan/testkit'
import type { Where } from './book.ts'

/** Which topic each group consumes. */
export const listeners = {
  inventory: topics.orders.topic,
  notification: topics.orders.topic,
  order: topics.stock.topic,
} as const

export type GroupId = keyof typeof listeners

export const groupIds = Object.keys(listeners) as GroupId[]

/** One copy of an event on its topic. */
export type Copy = {
  readonly eventId: string | undefined
  readonly traceId: string | undefined
  /** The groups that have not taken it yet. */
  readonly untaken: readonly GroupId[]
}

/** What Kafka has about orders; events are called `order.placed/<id>`. */
export type Records = {
  readonly copies: ReadonlyMap<string, readonly Copy[]>
  /** Events that a group dead-lettered, as `inventory/order.placed/<id>`. */
  readonly letters: ReadonlySet<string>
}

/** Reads the topics, the dead letters and how far each group is. */
export async function readRecords({ brokers }: Where): Promise<Records> {
  const groups = await readGroups(brokers)
  const copies = new Map<string, Copy[]>()
  const letters = new Set<string>()
  const addCopy = (record: TopicRecord) => {
    const name = nameOf(record)
    const list = copies.get(name) ?? []
    copies.set(name, list)
    list.push(toCopy(record, groups))
  }
  const addLetter = (record: TopicRecord) =>
    void letters.add(`${record.headers['dlt-original-consumer-group']}/${nameOf(record)}`)
  for (const topic of new Set(Object.values(listeners))) {
    await scanTopic({ brokers, topic }, addCopy)
    await scanTopic({ brokers, topic: `${topic}.dlt` }, addLetter)
  }
  return { copies, letters }
}

type Groups = ReadonlyMap<GroupId, GroupState>

async function readGroups(brokers: string): Promise<Groups> {
  const read = async (groupId: GroupId) =>
    [groupId, await readGroup({ brokers, groupId, topics: [listeners[groupId]] })] as const
  return new Map(await Promise.all(groupIds.map(read)))
}

function toCopy({ topic, partition, offset, headers }: TopicRecord, groups: Groups): Copy {
  const consumes = (groupId: GroupId) => listeners[groupId] === topic
  const hasTaken = (groupId: GroupId) => groups.get(groupId)?.hasTaken(topic, partition, offset)
  return {
    eventId: headers.ce_id,
    traceId: headers.ce_traceparent?.split('-')[1],
    untaken: groupIds.filter((groupId) => consumes(groupId) && !hasTaken(groupId)),
  }
}

function nameOf({ key, headers }: TopicRecord): string {
  return `${headers.ce_type}/${key}`
}
