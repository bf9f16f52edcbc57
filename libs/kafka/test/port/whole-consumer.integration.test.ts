import { TailspanError } from '@tailspan/errors'
import { rootScope } from '@tailspan/scope'
import { eventually, infrastructure, startKafkaLink } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { createProducer } from '../../src/index.ts'
import { givenConsumer } from '../given-consumer.ts'
import { openKafka, runActor } from '../open-kafka.ts'
import { orderPlaced } from '../order-events.ts'
import { clients } from './given-client.ts'
import { committed } from './given-group.ts'

const patient = { timeoutMs: 60_000 }

async function givenProducer() {
  const producer = createProducer(openKafka())
  const running = await runActor(producer.actor)
  const say = async (topic: string, subject: string) => {
    const event = { ...orderPlaced(), subject }
    await producer.send(producer.create(topic, event, rootScope), { scope: rootScope })
    return event.id
  }
  return { producer, say, [Symbol.asyncDispose]: () => running[Symbol.asyncDispose]() }
}

test.each(clients)(
  'C6 C13 %s: connections are cut and something is away meanwhile, and the records of each key are handled in their order',
  async (_, client) => {
    await using sender = await givenProducer()
    await using link = await startKafkaLink(infrastructure())
    const kafka = { ...openKafka({ brokers: [link.address], requestTimeoutMs: 2_000 }), client }
    const gate = Promise.withResolvers<void>()
    const away = new TailspanError('away', 'unavailable', 'no database')
    let failures = 3
    const handle = async () => {
      await gate.promise
      if (failures-- > 0) throw away
    }
    await using consumer = await givenConsumer({ kafka, ...sender, handle })
    const ids: string[] = []
    for (let i = 0; i < 40; i++) ids.push(await sender.say(consumer.topic, `o-${i % 4}`))
    await consumer.received(4)

    link.sever()
    gate.resolve()

    await eventually(() => new Set(consumer.handled()).size === ids.length, patient)
    // One that was not committed yet may be redelivered.
    const handled = [...new Set(consumer.handled())]
    for (let key = 0; key < 4; key++) {
      const ofKey = ids.filter((_, i) => i % 4 === key)
      expect(handled.filter((id) => ofKey.includes(id))).toEqual(ofKey)
    }
    await eventually(async () => (await committed(consumer.groupId, consumer.topic)) === '40')
  },
)

test.each(clients)(
  'C9 %s: a consumer whose broker was silent for longer than a session comes back by itself',
  async (_, client) => {
    await using sender = await givenProducer()
    await using link = await startKafkaLink(infrastructure())
    const kafka = { ...openKafka({ brokers: [link.address], requestTimeoutMs: 500 }), client }
    const short = { sessionMs: 2_000, heartbeatMs: 200 }
    await using consumer = await givenConsumer({ kafka, ...short, ...sender })
    await sender.say(consumer.topic, 'o-1')
    await consumer.received(1)

    link.hold()
    await eventually(() => !consumer.isJoined(), patient)
    link.sever()
    const id = await sender.say(consumer.topic, 'o-1')
    link.release()

    await eventually(() => consumer.handled().includes(id), patient)
  },
)
