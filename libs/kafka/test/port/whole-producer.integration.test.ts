import { rootScope } from '@tailspan/scope'
import { eventually, infrastructure, readTopic, startKafkaLink } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { createProducer } from '../../src/index.ts'
import { openKafka, runActor } from '../open-kafka.ts'
import { createOrderPlaced } from '../order-events.ts'
import { clients, openTopicWith } from './given-client.ts'

test.each(clients)(
  'O10 %s: connections are cut meanwhile, and each record is written once, in the order of its key',
  async (_, client) => {
    const topic = await openTopicWith({}, 3)
    await using link = await startKafkaLink(infrastructure())
    const kafka = { ...openKafka({ brokers: [link.address], requestTimeoutMs: 2_000 }), client }
    const producer = createProducer(kafka, { topics: [topic], backoffMs: 10 })
    await using _running = await runActor(producer.actor)
    const events = Array.from({ length: 300 }, (_, i) => {
      return { ...createOrderPlaced(), subject: `o-${i % 10}` }
    })
    const send = (event: (typeof events)[0]) =>
      producer.send(producer.create(topic, event, rootScope), { scope: rootScope })

    link.hold()
    const sent = events.slice(0, 150).map(send)
    await eventually(() => link.isHolding(topic))
    link.sever()
    link.release()
    await Promise.all([...sent, ...events.slice(150).map(send)])

    const written = await readTopic(infrastructure().brokers, topic)
    expect(written.map(({ headers }) => headers.ce_id).toSorted()).toEqual(
      events.map(({ id }) => id).toSorted(),
    )
    const idsOfKey = (key: string) =>
      written.filter((one) => one.key === key).map(({ headers }) => headers.ce_id)
    for (const key of new Set(written.map((one) => String(one.key))))
      expect(idsOfKey(key)).toEqual(
        events.filter(({ subject }) => subject === key).map(({ id }) => id),
      )
  },
)
