import { eventually, infrastructure, startKafkaLink, uniqueId } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { clients, messageOf, openProducing, openTopicWith, readRecords } from './given-client.ts'

test.each(clients)(
  'K1 %s: one partition of a request is refused, and the answer says what became of each',
  async (_, client) => {
    const topic = await openTopicWith({ 'max.message.bytes': '50000' }, 3)
    await using line = await openProducing(client, { topics: [topic] })
    const values = ['small', 'x'.repeat(60_000), 'small']

    const answers = await line.produce(
      topic,
      values.map((value, partition) => ({ partition, messages: [messageOf(topic, value)] })),
    )

    expect(answers.map(({ errorCode }) => errorCode)).toEqual([0, 10, 0])
    const records = await readRecords(client, { topics: [topic] }, 2)
    expect(records.map(({ partition }) => partition).toSorted()).toEqual([0, 2])
  },
)

test.each(clients)(
  'K3 %s: a topic that is missing has its error, others their leaders',
  async (_, client) => {
    const [there, missing] = [await openTopicWith(), uniqueId('missing')]
    await using line = await openProducing(client, { topics: [there, missing] })

    const found = new Map(line.connections.locations?.map((one) => [one.topic, one]))

    expect(found.get(missing)).toMatchObject({ errorCode: 3, partitions: [] })
    expect(found.get(there)).toMatchObject({ errorCode: 0, partitions: [{ partitionId: 0 }] })
  },
)

test.each(clients)(
  'O10 %s: a batch that is repeated is written once, and one with a gap before it not at all',
  async (_, client) => {
    const topic = await openTopicWith()
    await using line = await openProducing(client, { topics: [topic] })
    const messages = ['a', 'b'].map((value) => messageOf(topic, value))

    const first = await line.produce(topic, [{ messages }])
    const repeated = await line.produce(topic, [{ messages }])
    const gap = await line.produce(topic, [{ messages, firstSequence: 7 }])
    const next = await line.produce(topic, [{ messages, firstSequence: 2 }])

    expect([first, repeated, gap, next].map(([answer]) => answer?.errorCode)).toEqual([0, 0, 45, 0])
    expect([first, repeated, next].map(([answer]) => answer?.baseOffset)).toEqual(['0', '0', '2'])
  },
)

test.each(clients)(
  'O10 %s: what has left for a silent broker fails without a code when it is cut',
  async (_, client) => {
    const topic = await openTopicWith()
    await using link = await startKafkaLink(infrastructure())
    const options = { brokers: [link.address] }
    await using line = await openProducing(client, { topics: [topic], options })
    let hasLeft = false

    link.hold()
    const messages = [messageOf(topic, 'held')]
    const produced = line.produce(topic, [{ messages }], () => {
      hasLeft = true
    })
    const failed = produced.catch((error) => client.faultOf(error))
    await eventually(() => link.isHolding('held'))
    const leftBeforeTheCut = hasLeft
    line.connections.cut()

    expect(await failed).toMatchObject({ code: undefined, isUnsupported: false })
    expect(leftBeforeTheCut).toBe(true)
    await eventually(() => link.connectionCount() === 0)
  },
)

test.each(
  clients.flatMap(([name, client]) =>
    (['none', 'gzip', 'zstd'] as const).map((compression) => [name, compression, client] as const),
  ),
)('%s: what is written with %s is read by each client', async (_, compression, client) => {
  const topic = await openTopicWith()
  await using line = await openProducing(client, { topics: [topic], options: { compression } })
  const messages = Array.from({ length: 50 }, (_, i) => messageOf(topic, `value ${i}`))

  await line.produce(topic, [{ messages }])

  for (const [, reader] of clients) {
    const records = await readRecords(reader, { topics: [topic] }, 50)
    expect(records.map(({ value }) => String(value))).toEqual(messages.map(({ value }) => value))
  }
})
