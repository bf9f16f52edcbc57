import { rootScope } from '@tailspan/scope'
import { eventually, uniqueId } from '@tailspan/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { createGroupLags, createProducer } from '../src/index.ts'
import { givenConsumer } from './given-consumer.ts'
import { openKafka, openTopic, runActor } from './open-kafka.ts'
import { createOrderPlaced } from './order-events.ts'

const patient = { timeoutMs: 60_000 }

test('how far a group is can be asked from outside: all records before its first commit, none behind its last', async () => {
  const topic = await openTopic({ partitions: 2 })
  const producer = createProducer(openKafka())
  await using _ = await runActor(producer.actor)
  for (let count = 0; count < 3; count++)
    await producer.send(producer.create(topic, createOrderPlaced(), rootScope), {
      scope: rootScope,
    })
  const lags = createGroupLags(openKafka())
  onTestFinished(() => lags[Symbol.asyncDispose]())
  const groups = [{ groupId: uniqueId('group'), topics: [topic, uniqueId('missing')] }]
  const [{ groupId }] = groups as [(typeof groups)[number]]

  // Brokers that no group has asked for anything yet have no coordinator.
  const before = await eventually(() => lags.read(groups).catch(() => false as const), patient)
  await using consumer = await givenConsumer({ producer, topic, groupId })
  await consumer.received(3)

  expect(before).toEqual([{ groupId, topic, records: 3 }])
  await expect
    .poll(() => lags.read(groups), { timeout: patient.timeoutMs })
    .toEqual([{ groupId, topic, records: 0 }])
})
