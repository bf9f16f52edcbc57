import { TailspanError } from '@tailspan/errors'
import { eventually, infrastructure, startKafkaLink } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { givenConsumer } from '../given-consumer.ts'
import { givenProducer as givenOne } from '../given-producer.ts'
import { openKafka, openTopic } from '../open-kafka.ts'
import { createOrderPlaced } from '../order-events.ts'
import { committed, ways } from './given-group.ts'

const patient = { timeoutMs: 60_000 }

async function givenProducer() {
  const sender = await givenOne()
  const say = async (topic: string, subject: string) => {
    const event = { ...createOrderPlaced(), subject }
    await sender.say(topic, event)
    return event.id
  }
  return { ...sender, say }
}

test.each(ways)(
  'C6 C13 %s: connections are cut and something is away meanwhile, and the records of each key are handled in their order',
  async (_, way) => {
    await using sender = await givenProducer()
    await using link = await startKafkaLink(infrastructure())
    const kafka = { ...openKafka({ brokers: [link.address], requestTimeoutMs: 2_000 }), ...way }
    const gate = Promise.withResolvers<void>()
    const away = new TailspanError('away', 'unavailable', 'no database')
    let failures = 3
    const handle = async () => {
      await gate.promise
      if (failures-- > 0) throw away
    }
    // All of them first: behind a batch that is in hand nothing is fetched.
    const topic = await openTopic()
    const ids: string[] = []
    for (let i = 0; i < 40; i++) ids.push(await sender.say(topic, `o-${i % 4}`))
    await using consumer = await givenConsumer({ kafka, ...sender, topic, handle })
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
    await eventually(async () => (await committed(consumer.groupId, topic)) === '40')
  },
)

test.each(ways)(
  'C9 %s: a consumer whose broker was silent for longer than a session comes back by itself',
  async (_, way) => {
    await using sender = await givenProducer()
    await using link = await startKafkaLink(infrastructure())
    const kafka = { ...openKafka({ brokers: [link.address], requestTimeoutMs: 500 }), ...way }
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
