import { eventually, uniqueId } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { dieAsLeader } from './die-as-leader.ts'
import { givenConsumer } from './given-consumer.ts'
import { givenProducer } from './given-producer.ts'
import { listeningLog, openKafka, openTopic } from './open-kafka.ts'
import { createOrderPlaced } from './order-events.ts'

// Where the broker gives out the partitions, no member leads.

const patient = { timeoutMs: 60_000 }

test('C9 a consumer whose leader died before it spoke waits for that session, and does not give up', async () => {
  await using sender = await givenProducer()
  const topic = await openTopic()
  const groupId = uniqueId('group')
  const { log, heard } = listeningLog()
  const kafka = openKafka({ requestTimeoutMs: 2_000, log })
  const dying = await dieAsLeader({ groupId, topic, sessionMs: 6_000 })
  await using consumer = await givenConsumer({ ...sender, kafka, topic, groupId })
  await dying.untilDead()
  const event = createOrderPlaced()
  await sender.say(topic, event)

  await eventually(() => consumer.handled().includes(event.id), patient)
  expect(heard("event: 'consumer.crashed'")).toBe(0)
})
