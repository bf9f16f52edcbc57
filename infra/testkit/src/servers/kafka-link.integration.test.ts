import { Kafka, logLevel, Partitioners } from 'kafkajs'
import { expect, onTestFinished, test } from 'vitest'
import {
  eventually,
  freePort,
  infrastructure,
  readTopic,
  startKafkaLink,
  uniqueId,
} from '../index.ts'

const { brokers, kafkaDoors } = infrastructure()

async function openLinkedProducer() {
  const link = await startKafkaLink({ kafkaDoors })
  onTestFinished(() => link.close())
  const topic = uniqueId('link')
  await createTopic(topic)
  // Without retries: a process that stands still for the usual second would find no way to the broker.
  const patient = { connectionTimeout: 30_000, logLevel: logLevel.NOTHING }
  const kafka = new Kafka({ brokers: [link.address], ...patient })
  const producer = kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: { retries: 0 },
  })
  onTestFinished(() => producer.disconnect())
  await producer.connect()
  await producer.send({ topic, messages: [{ value: 'warm-up' }] })
  return { link, topic, producer }
}

async function createTopic(topic: string) {
  const admin = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic }] })
  await admin.disconnect()
}

async function valuesOf(topic: string) {
  return (await readTopic(brokers, topic)).map(({ value }) => value)
}

test('a record held on its way to Kafka is not there, and is there when the link opens', async () => {
  const { link, topic, producer } = await openLinkedProducer()
  link.hold()

  const sent = producer.send({ topic, messages: [{ value: 'order-7' }] })
  await eventually(() => link.isHolding('order-7'))
  const before = await valuesOf(topic)
  link.release()
  await sent

  expect(before).toEqual(['warm-up'])
  expect(await valuesOf(topic)).toEqual(['warm-up', 'order-7'])
})

test('a held record is lost for good when its connection breaks', async () => {
  const { link, topic, producer } = await openLinkedProducer()
  link.hold()
  const sent = producer.send({ topic, messages: [{ value: 'order-8' }] })
  sent.catch(() => {})
  await eventually(() => link.isHolding('order-8'))

  link.sever()
  await eventually(() => link.droppedBytes() > 0)
  link.release()
  await expect(sent).rejects.toThrow()
  await producer.send({ topic, messages: [{ value: 'order-9' }] })

  expect(await valuesOf(topic)).toEqual(['warm-up', 'order-9'])
})

test('every door leads to the broker, and nobody shares one', async () => {
  const links = await Promise.all([startKafkaLink({ kafkaDoors }), startKafkaLink({ kafkaDoors })])
  onTestFinished(async () => void (await Promise.all(links.map((link) => link.close()))))

  const used = await startKafkaLink(
    { kafkaDoors: kafkaDoors.filter(isOf(links)) },
    { timeoutMs: 100 },
  ).catch((error) => error.name)

  expect(new Set(links.map(({ port }) => port)).size).toBe(2)
  expect(used).toBe('NeverHappened')
})

test('a link that refuses keeps its door, and accepts again at the same address', async () => {
  const { link, topic, producer } = await openLinkedProducer()
  await link.refuse()

  const used = await startKafkaLink(
    { kafkaDoors: kafkaDoors.filter(isOf([link])) },
    { timeoutMs: 100 },
  ).catch((error) => error.name)
  await link.accept()
  await producer.send({ topic, messages: [{ value: 'order-10' }] })

  expect(used).toBe('NeverHappened')
  expect(await valuesOf(topic)).toEqual(['warm-up', 'order-10'])
})

test('a link that is closed leaves its door to the next', async () => {
  // A door that no other test file waits for.
  const door = { listenerPort: 1, advertisedPort: await freePort(), claimPort: await freePort() }
  const own = { kafkaDoors: [door] }
  const link = await startKafkaLink(own)
  await link.close()
  await link.close()

  await using next = await startKafkaLink(own)

  expect(next.port).toBe(link.port)
})

const isOf =
  (links: readonly { port: number }[]) =>
  ({ advertisedPort }: { advertisedPort: number }) =>
    links.some(({ port }) => port === advertisedPort)
