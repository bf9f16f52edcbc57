import { eventually, uniqueId } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import type { AdminConnections } from '../../src/client/port/admin-connections.ts'
import type { KafkaClient } from '../../src/client/port/kafka-client.ts'
import { openKafka } from '../open-kafka.ts'
import { clients, end, messageOf, openProducing, openTopicWith } from './given-client.ts'

async function openAdmin(client: KafkaClient) {
  const admin = client.openAdmin(openKafka())
  await admin.connect()
  return { admin, [Symbol.asyncDispose]: () => end(admin) }
}

const settingOf = async (admin: AdminConnections, topic: string, name: string) =>
  (await admin.describeSettings([{ topic, names: [name] }]))[0]?.settings[0]?.value

test.each(clients)(
  '%s: topics that are there and those that are missing are described in one answer',
  async (_, client) => {
    const [there, missing] = [await openTopicWith({}, 2), uniqueId('missing')]
    await using opened = await openAdmin(client)

    await opened.admin.ping()
    const topics = await opened.admin.describeTopics([there, missing])

    const byTopic = new Map(topics.map((one) => [one.topic, one]))
    expect(byTopic.get(missing)).toMatchObject({ errorCode: 3 })
    expect(byTopic.get(there)).toMatchObject({ errorCode: 0, partitions: [{}, {}] })
    expect(byTopic.get(there)?.authorizedOperations).toBeTypeOf('number')
  },
)

test.each(clients)(
  '%s: a topic that cannot be created has its code and the words of the broker',
  async (_, client) => {
    const spec = { topic: uniqueId('port'), partitions: 1, replicationFactor: 1 }
    await using opened = await openAdmin(client)
    const create = (changes: object) =>
      opened.admin.createTopic({ ...spec, ...changes }, 5_000).then(
        () => undefined,
        (error) => client.faultOf(error),
      )

    const created = await create({})
    const again = await create({})
    const impossible = await create({ topic: uniqueId('port'), replicationFactor: 99 })

    expect([created, again?.code, impossible?.code]).toEqual([undefined, 36, 38])
    expect(impossible?.text).toMatch(/replication factor/i)
  },
)

test.each(clients)(
  '%s: one setting of a topic is changed and the others stay',
  async (_, client) => {
    const topic = await openTopicWith({ 'retention.ms': '1000', 'max.message.bytes': '5000' })
    await using opened = await openAdmin(client)
    const settings = [{ name: 'retention.ms', value: '2000' }]

    const answers = await opened.admin.changeSettings([
      { topic, settings },
      { topic: uniqueId('missing'), settings },
    ])

    const codes = new Map(answers.map((one) => [one.topic, one.errorCode]))
    expect([...codes.values()].toSorted()).toEqual([0, 3])
    expect(codes.get(topic)).toBe(0)
    // The broker answers a change before it goes by it.
    await expect.poll(() => settingOf(opened.admin, topic, 'retention.ms')).toBe('2000')
    expect(await settingOf(opened.admin, topic, 'max.message.bytes')).toBe('5000')
  },
)

test.each(clients)(
  '%s: offsets are told per partition, and -1 where a group has committed none',
  async (_, client) => {
    const topic = await openTopicWith({}, 2)
    await using line = await openProducing(client, { topics: [topic] })
    await line.produce(topic, [{ partition: 1, messages: [messageOf(topic, 'a')] }])
    await using opened = await openAdmin(client)
    const partitions = [0, 1].map((partition) => ({ topic, partition }))
    const sorted = (offsets: readonly { partition: number; offset: string }[]) =>
      offsets.toSorted((a, b) => a.partition - b.partition).map(({ offset }) => offset)

    // First, because no metadata are known yet; again, because a coordinator may be loading.
    const groupId = uniqueId('group')
    const committed = await eventually(() => opened.admin.committedBy(groupId, partitions))
    expect(sorted(committed)).toEqual(['-1', '-1'])
    expect(sorted(await opened.admin.offsetsOf(partitions, 'first'))).toEqual(['0', '0'])
    expect(sorted(await opened.admin.offsetsOf(partitions, 'end'))).toEqual(['0', '1'])
  },
)
