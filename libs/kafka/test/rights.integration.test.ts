import { createReadiness } from '@tailspan/lifecycle'
import { rootScope } from '@tailspan/scope'
import {
  eventually,
  type Grant,
  type OwnKafka,
  readTopic,
  startOwnKafka,
  uniqueId,
} from '@tailspan/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKafkaAdmin, createProducer, createTopics } from '../src/index.ts'
import { givenConsumer } from './given-consumer.ts'
import { listeningLog, openKafka, runActor } from './open-kafka.ts'
import { createOrderPlaced } from './order-events.ts'

const names = [
  'worker',
  'creator',
  'reader',
  'member',
  'unread',
  'writer',
  'nobody',
  'blind',
  'looker',
] as const
type Name = (typeof names)[number]
const password = 'secret'
const patient = { timeoutMs: 30_000 }

let broker: OwnKafka
beforeAll(async () => {
  broker = await startOwnKafka({
    users: Object.fromEntries(names.map((name) => [name, password])),
  })
})
afterAll(() => broker[Symbol.asyncDispose]())

const grant = (name: Name, ...grants: readonly Grant[]) => broker.operator.grant(name, ...grants)
const operator = () => openKafka({ brokers: [broker.brokers] })

function openAs(name: Name) {
  const listening = listeningLog()
  const sasl = { mechanism: 'plain', username: name, password: { reveal: () => password } } as const
  const kafka = openKafka({ brokers: [broker.guardedBrokers], sasl, log: listening.log })
  const named = (...words: readonly string[]) =>
    listening
      .lines()
      .some((line) => line.includes('kafka.right-missing') && words.every((w) => line.includes(w)))
  return { ...listening, kafka, named }
}

async function openTopics(...suffixes: readonly string[]): Promise<string> {
  const topic = uniqueId('orders')
  await createTopics(
    operator(),
    ['', ...suffixes].map((suffix) => ({ topic: `${topic}${suffix}`, partitions: 1 })),
  )
  return topic
}

const settings = { 'retention.ms': '604800000' }

test('W5 READ and WRITE on topics and READ on the group are enough to start and to work', async () => {
  const topic = await openTopics('.dlt')
  const groupId = uniqueId('group')
  await grant('worker', ['READ', 'TOPIC', topic], ['WRITE', 'TOPIC', topic])
  await grant('worker', ['WRITE', 'TOPIC', `${topic}.dlt`], ['READ', 'GROUP', groupId])
  const { kafka, heard, lines } = openAs('worker')
  const spec = { topic, partitions: 1, settings }

  const admin = createKafkaAdmin(kafka, { reads: [spec], writes: [spec] })
  await using _admin = await runActor(admin.actor)
  const producer = createProducer(kafka)
  await using _producer = await runActor(producer.actor)
  await using consumer = await givenConsumer({ kafka, producer, topic, groupId })
  const event = createOrderPlaced()
  const message = producer.create(topic, event, rootScope)
  await producer.send({ ...message, value: 'no JSON' }, { scope: rootScope })
  await producer.send(message, { scope: rootScope })
  await eventually(() => consumer.handled().includes(event.id), patient)

  await admin.ping()
  await admin.rights()
  expect(await readTopic(broker.brokers, `${topic}.dlt`)).toHaveLength(1)
  expect(heard('kafka.right-missing')).toBe(0)
  // A setting that could not be read is logged once for each topic, and stops nothing.
  expect(lines().filter((line) => line.includes('kafka.settings-unchecked'))).toHaveLength(2)
  expect(heard('DESCRIBE_CONFIGS')).toBe(2)
})

test('W5 K5 a setting that may be seen and not changed is said to differ, and the start goes on', async () => {
  const topic = await openTopics()
  await grant('looker', ['WRITE', 'TOPIC', topic], ['DESCRIBE_CONFIGS', 'TOPIC', topic])
  const { kafka, lines } = openAs('looker')
  const admin = createKafkaAdmin(kafka, {
    writes: [{ topic, partitions: 1, settings: { 'retention.ms': '1234567' } }],
  })

  await using _admin = await runActor(admin.actor)

  const [line] = lines().filter((one) => one.includes('kafka.setting-differs'))
  for (const word of ['retention.ms', '1234567', 'ALTER_CONFIGS', 'TOPIC_AUTHORIZATION_FAILED'])
    expect(line).toContain(word)
  await admin.rights()
})

test('W5 a topic that is missing and may not be created is waited for, and the right is named', async () => {
  const topic = uniqueId('orders')
  await grant('creator', ['READ', 'TOPIC', topic])
  await grant('creator', ['WRITE', 'TOPIC', topic], ['WRITE', 'TOPIC', `${topic}.dlt`])
  const { kafka, named } = openAs('creator')
  const admin = createKafkaAdmin(kafka, { reads: [{ topic, partitions: 1 }] })

  const starting = runActor(admin.actor)
  await eventually(() => named('CREATE', `topic ${topic}`, 'TOPIC_AUTHORIZATION_FAILED'))
  const refused = admin.rights()
  await expect(refused).rejects.toMatchObject({
    code: 'rights-missing',
    message: expect.stringContaining(`CREATE on topic ${topic}`),
  })
  await createTopics(operator(), [
    ...[topic, `${topic}.dlt`].map((name) => ({ topic: name, partitions: 1 })),
  ])

  await using _admin = await starting
  await admin.rights()
})

test('W5 a topic that may not even be seen is waited for, and the right is named', async () => {
  const topic = await openTopics()
  const { kafka, named } = openAs('blind')
  const admin = createKafkaAdmin(kafka, { writes: [{ topic, partitions: 1 }] })

  const starting = runActor(admin.actor)
  await eventually(() => named('DESCRIBE', `topic ${topic}`, 'TOPIC_AUTHORIZATION_FAILED'))
  await grant('blind', ['WRITE', 'TOPIC', topic])

  await using _admin = await starting
  await admin.rights()
})

test('W5 a right that is missing for dead letters is named at the start, and readiness knows when it is granted', async () => {
  const topic = await openTopics('.dlt')
  await grant('reader', ['READ', 'TOPIC', topic], ['DESCRIBE', 'TOPIC', `${topic}.dlt`])
  const { kafka, named } = openAs('reader')
  const admin = createKafkaAdmin(kafka, { reads: [{ topic, partitions: 1 }] })
  const readiness = createReadiness({ keepMs: 0 })
  readiness.add('kafka rights', admin.rights)
  readiness.accept()

  await using _admin = await runActor(admin.actor)
  const isNamed = named('WRITE', `topic ${topic}.dlt`, 'the broker allows DESCRIBE')
  const before = await readiness.check()
  await grant('reader', ['WRITE', 'TOPIC', `${topic}.dlt`])
  await eventually(async () => (await readiness.check()).ready)

  expect(isNamed).toBe(true)
  expect(before.ready).toBe(false)
  expect(before.checks['kafka rights']).toContain(`no right to WRITE on topic ${topic}.dlt`)
})

test('W5 a consumer without the right to its group waits for it and names it, then goes on', async () => {
  const topic = await openTopics()
  const groupId = uniqueId('group')
  await grant('member', ['READ', 'TOPIC', topic], ['WRITE', 'TOPIC', topic])
  const { kafka, named } = openAs('member')
  const producer = createProducer(kafka)
  await using _producer = await runActor(producer.actor)
  await using consumer = await givenConsumer({ kafka, producer, topic, groupId })
  const event = createOrderPlaced()
  await producer.send(producer.create(topic, event, rootScope), { scope: rootScope })

  await eventually(() => named('READ', `group ${groupId}`, 'GROUP_AUTHORIZATION_FAILED'), patient)
  await grant('member', ['READ', 'GROUP', groupId])

  await eventually(() => consumer.handled().includes(event.id), patient)
  expect(kafka.rights.missing).toEqual([])
})

test('W5 a consumer without the right to its topic names it once, however often it tries, then goes on', async () => {
  const topic = await openTopics()
  const groupId = uniqueId('group')
  await grant('unread', ['DESCRIBE', 'TOPIC', topic], ['READ', 'GROUP', groupId])
  const { kafka, named, heard } = openAs('unread')
  const producer = createProducer(operator())
  await using _producer = await runActor(producer.actor)
  await using consumer = await givenConsumer({ kafka, producer, topic, groupId })
  const event = createOrderPlaced()
  await producer.send(producer.create(topic, event, rootScope), { scope: rootScope })

  await eventually(() => heard('consumer.crashed') >= 3, patient)
  const isNamed = named('READ', `topic ${topic}`, 'TOPIC_AUTHORIZATION_FAILED')
  const told = heard('kafka.right-missing')
  await grant('unread', ['READ', 'TOPIC', topic])

  await eventually(() => consumer.handled().includes(event.id), patient)
  expect([isNamed, told]).toEqual([true, 1])
  expect(kafka.rights.missing).toEqual([])
})

test('W5 K1 a record for a topic without the right is waited for, those of other topics are written', async () => {
  const topic = await openTopics('.closed')
  const closed = `${topic}.closed`
  await grant('writer', ['WRITE', 'TOPIC', topic], ['DESCRIBE', 'TOPIC', closed])
  const { kafka, named } = openAs('writer')
  const producer = createProducer(kafka)
  await using _producer = await runActor(producer.actor)
  const send = (where: string) =>
    producer.send(producer.create(where, createOrderPlaced(), rootScope), { scope: rootScope })

  const waiting = send(closed)
  await Promise.all([send(topic), send(topic)])
  await eventually(() => named('WRITE', `topic ${closed}`, 'TOPIC_AUTHORIZATION_FAILED'))
  await grant('writer', ['WRITE', 'TOPIC', closed])
  await waiting

  expect(await readTopic(broker.brokers, topic)).toHaveLength(2)
  expect(await readTopic(broker.brokers, closed)).toHaveLength(1)
  expect(kafka.rights.missing).toEqual([])
})

test('W5 a producer that may write nowhere names what it lacks, and starts when it is granted', async () => {
  const topic = await openTopics()
  const { kafka, named } = openAs('nobody')
  const producer = createProducer(kafka)

  const starting = runActor(producer.actor)
  await eventually(() => named('IDEMPOTENT_WRITE', 'cluster', 'CLUSTER_AUTHORIZATION_FAILED'))
  await grant('nobody', ['WRITE', 'TOPIC', topic])

  await using _producer = await starting
  await producer.send(producer.create(topic, createOrderPlaced(), rootScope), { scope: rootScope })
  expect(kafka.rights.missing).toEqual([])
})
