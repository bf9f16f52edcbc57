import { randomBytes } from 'node:crypto'
import { rootScope } from '@tailspan/scope'
import { eventually, infrastructure, startKafkaLink } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { createProducer } from '../src/index.ts'
import { givenConsumer } from './given-consumer.ts'
import { openKafka, openTopic, runActor } from './open-kafka.ts'
import { createOrderPlaced } from './order-events.ts'

test.each([
  { compression: 'none', isReadable: true },
  { compression: 'gzip', isReadable: false },
  { compression: 'zstd', isReadable: false },
] as const)(
  '$compression: a record and a large batch are written so, and read by consumers with another setting',
  async ({ compression, isReadable }) => {
    const topic = await openTopic()
    await using link = await startKafkaLink(infrastructure())
    const kafka = openKafka({ brokers: [link.address], compression })
    const producer = createProducer(kafka, { topics: [topic] })
    await using _running = await runActor(producer.actor)
    await using consumer = await givenConsumer({ topic, producer })
    const few = [createOrderPlaced()]
    const many = Array.from({ length: 300 }, () => createOrderPlaced({ note: random(200) }))
    const send = (events: typeof many) =>
      Promise.all(
        events.map((event) =>
          producer.send(producer.create(topic, event, rootScope), { scope: rootScope }),
        ),
      )

    await send(few)
    link.hold()
    const sent = send(many)
    await eventually(() => link.isHolding(topic))
    const couldBeRead = link.isHolding('order.placed')
    link.release()
    await sent
    await consumer.received(301)

    expect(couldBeRead).toBe(isReadable)
    expect(consumer.handled()).toEqual([...few, ...many].map(({ id }) => id))
  },
)

const random = (chars: number) => randomBytes(chars / 2).toString('hex')
