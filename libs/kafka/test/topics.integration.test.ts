import { rootScope } from '@tailspan/scope'
import { eventually, infrastructure, readTopic, startKafkaLink, uniqueId } from '@tailspan/testkit'
import { type Admin, ConfigResourceTypes, ConfigSource, Kafka, logLevel } from 'kafkajs'
import { expect, test } from 'vitest'
import { createKafkaAdmin, createProducer, createTopics, deadLetterTopic } from '../src/index.ts'
import { listeningLog, openKafka, openTopic, runActor } from './open-kafka.ts'
import { createOrderPlaced } from './order-events.ts'

const settings = { 'retention.ms': '60000', 'cleanup.policy': 'delete' }

/** Sets what an operator sets. */
async function override(topic: string, wanted: Record<string, string>): Promise<void> {
  const configEntries = Object.entries(wanted).map(([name, value]) => ({ name, value }))
  await asked((admin) =>
    admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries }],
    }),
  )
}

/** Where the broker has the settings of a topic from. */
async function sourcesOf(topic: string): Promise<Record<string, ConfigSource>> {
  const resources = [{ type: ConfigResourceTypes.TOPIC, name: topic }]
  const found = await asked((admin) => admin.describeConfigs({ resources, includeSynonyms: false }))
  const entries = found.resources.flatMap(({ configEntries }) => configEntries)
  return Object.fromEntries(entries.map((one) => [one.configName, one.configSource]))
}

async function asked<T>(question: (admin: Admin) => Promise<T>): Promise<T> {
  const { brokers } = infrastructure()
  const admin = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  try {
    return await question(admin)
  } finally {
    await admin.disconnect()
  }
}

/** What the broker itself says; it may say what was before for a moment after it has said yes. */
async function describe(topic: string, ...configNames: string[]) {
  return asked(async (admin) => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
    const resource = { type: ConfigResourceTypes.TOPIC, name: topic, configNames }
    const { resources } = await admin.describeConfigs({
      resources: [resource],
      includeSynonyms: false,
    })
    const entries = resources.flatMap(({ configEntries }) => configEntries)
    return {
      partitions: topics[0]?.partitions.length,
      settings: Object.fromEntries(entries.map((one) => [one.configName, one.configValue])),
    }
  })
}

test('topics are created with their settings, by several services at the same time', async () => {
  const topic = uniqueId('topic')
  const spec = { topic, partitions: 3, replicationFactor: 1, settings }
  const actors = [1, 2, 3].map(() => createKafkaAdmin(openKafka(), { reads: [spec] }).actor)

  await Promise.all(actors.map((actor) => actor.start?.(new AbortController().signal)))

  const names = Object.keys(settings)
  await eventually(async () => {
    expect(await describe(topic, ...names)).toEqual({ partitions: 3, settings })
    expect(await describe(`${topic}.dlt`, 'max.message.bytes')).toMatchObject({
      partitions: 3,
      settings: { 'max.message.bytes': '1200000' },
    })
  })
})

test('a setting that differs is corrected; partitions are left alone, with a warning', async () => {
  const topic = await openTopic({ partitions: 2 })
  const { log, heard } = listeningLog()

  const spec = { topic, partitions: 5, settings: { 'retention.ms': '123456' } }
  await createTopics(openKafka({ log }), [spec])

  await eventually(async () =>
    expect(await describe(topic, 'retention.ms')).toEqual({
      partitions: 2,
      settings: { 'retention.ms': '123456' },
    }),
  )
  expect(heard('kafka.partitions-differ')).toBe(1)
})

test("K5 correcting one setting of a topic keeps every other, an operator's too", async () => {
  const topic = await openTopic()
  const operator = {
    'retention.ms': '1000',
    'min.insync.replicas': '1',
    'max.message.bytes': '2000000',
  }
  await override(topic, operator)
  await eventually(async () =>
    expect((await describe(topic, ...Object.keys(operator))).settings).toEqual(operator),
  )
  const { log, heard } = listeningLog()

  const spec = { topic, partitions: 1, settings: { 'retention.ms': '123456' } }
  await createTopics(openKafka({ log }), [spec])

  await eventually(async () => {
    const { settings: found } = await describe(topic, ...Object.keys(operator))
    expect(found).toEqual({ ...operator, 'retention.ms': '123456' })
  })
  expect(await sourcesOf(topic)).toMatchObject({
    'min.insync.replicas': ConfigSource.TOPIC_CONFIG,
    'max.message.bytes': ConfigSource.TOPIC_CONFIG,
  })
  expect(heard('kafka.setting-corrected')).toBe(1)
})

test('K5 a setting that is as it is to be is not written', async () => {
  const { log, heard } = listeningLog()
  const spec = { topic: uniqueId('topic'), partitions: 1, replicationFactor: 1, settings }
  await createTopics(openKafka(), [spec])

  await createTopics(openKafka({ log }), [spec])

  expect(heard('kafka.setting')).toBe(0)
})

test('a broker that is not there yet is waited for, until somebody says stop', async () => {
  const starting = new AbortController()
  const kafka = openKafka({ brokers: ['127.0.0.1:1'] })

  const created = createTopics(kafka, [{ topic: 'orders', partitions: 1 }], {
    signal: starting.signal,
  })
  starting.abort(new Error('stopping'))

  await expect(created).rejects.toThrow('stopping')
})

test('the largest record that may be created still fits as a dead letter', async () => {
  const topic = uniqueId('topic')
  const spec = { topic, partitions: 1, replicationFactor: 1 }
  await createTopics(openKafka(), [spec, deadLetterTopic(spec)])
  const producer = createProducer(openKafka())
  await using _running = await runActor(producer.actor)
  const large = createOrderPlaced({ note: 'x'.repeat(899_000) })

  const message = producer.create(topic, large, rootScope)
  const headers = { ...message.headers, 'dlt-exception-message': 'x'.repeat(2_000) }
  await producer.send(message, { scope: rootScope })
  await producer.send({ ...message, headers, topic: `${topic}.dlt` }, { scope: rootScope })

  expect(await readTopic(infrastructure().brokers, `${topic}.dlt`)).toHaveLength(1)
  expect(() =>
    producer.create(topic, createOrderPlaced({ note: 'x'.repeat(901_000) }), rootScope),
  ).toThrow(expect.objectContaining({ code: 'record-refused', kind: 'invalid' }))
})

test('a ping is answered by a broker, and fails while none answers', async () => {
  await using link = await startKafkaLink(infrastructure())
  const kafka = openKafka({ brokers: [link.address], requestTimeoutMs: 200 })
  const admin = createKafkaAdmin(kafka, {})
  await using _running = await runActor(admin.actor)
  // What a broker is allowed here is short, for the ping that must fail; a busy machine may need more than one.
  const isAnswered = () =>
    admin.ping().then(
      () => true,
      () => false,
    )

  await expect.poll(isAnswered).toBe(true)
  link.hold()
  await expect(admin.ping()).rejects.toThrow()
  link.release()

  await expect.poll(isAnswered).toBe(true)
})
