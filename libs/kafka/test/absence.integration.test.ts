import { rootScope } from '@tailspan/scope'
import { eventually, type OwnKafka, startOwnKafka, uniqueId } from '@tailspan/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createProducer, createTopics } from '../src/index.ts'
import { givenConsumer } from './given-consumer.ts'
import { openKafka, runActor } from './open-kafka.ts'
import { createOrderPlaced } from './order-events.ts'
import { readAge, readLag } from './read-metrics.ts'

// A member that cannot be one: its group is there to be asked, and lets it not in.

const username = 'worker'
const password = 'secret'
const patient = { timeoutMs: 60_000 }
const polled = { timeout: patient.timeoutMs }
const shortSession = { sessionMs: 1_000, heartbeatMs: 200 }

let broker: OwnKafka
beforeAll(async () => {
  broker = await startOwnKafka({ users: { [username]: password } })
})
afterAll(() => broker[Symbol.asyncDispose]())

async function givenGroup(partitions: number) {
  const operator = openKafka({ brokers: [broker.brokers] })
  const topic = uniqueId('orders')
  const groupId = uniqueId('group')
  await createTopics(operator, [{ topic, partitions }])
  await broker.operator.grant(username, ['READ', 'TOPIC', topic], ['DESCRIBE', 'GROUP', groupId])
  const sasl = { mechanism: 'plain', username, password: { reveal: () => password } } as const
  const kafka = openKafka({ brokers: [broker.guardedBrokers], sasl })
  const producer = createProducer(operator, { topics: [topic] })
  const running = await runActor(producer.actor)
  const mayJoin = ['READ', 'GROUP', groupId] as const
  return {
    shared: { ...shortSession, kafka, producer, topic, groupId },
    groupId,
    letIn: () => broker.operator.grant(username, mayJoin),
    shutOut: () => broker.operator.revoke(username, mayJoin),
    async say(): Promise<string> {
      const event = createOrderPlaced()
      await producer.send(producer.create(topic, event, rootScope), { scope: rootScope })
      return event.id
    },
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  }
}

const complaint = (groupId: string) => ({
  code: 'consumer-absent',
  message: expect.stringMatching(new RegExp(`^no member of group ${groupId} for \\d+ s: \\S`)),
})

test('C9 the age of a record that comes while a consumer is out of its group grows, and readiness says why', async () => {
  await using group = await givenGroup(1)
  const { groupId } = group
  await group.letIn()
  await using consumer = await givenConsumer(group.shared)
  const first = await group.say()
  await eventually(() => consumer.handled().includes(first), patient)
  await expect.poll(() => readLag(groupId), polled).toEqual({ 0: 0 })

  await group.shutOut()
  await eventually(() => !consumer.isJoined(), patient)
  const second = await group.say()
  await expect.poll(() => readLag(groupId), polled).toEqual({ 0: 1 })
  await eventually(async () => (await readAge(groupId)) > 3, patient)
  await expect.poll(refusalOf(consumer), polled).toMatchObject(complaint(groupId))

  await group.letIn()
  await eventually(() => consumer.handled().includes(second), patient)
  await consumer.membership()
  await expect.poll(() => readLag(groupId), polled).toEqual({ 0: 0 })
  expect(await readAge(groupId)).toBe(0)
})

test('C9 a consumer that was never let into its group shows all that waits, and readiness says why', async () => {
  await using group = await givenGroup(2)
  const { groupId } = group
  const events = [await group.say(), await group.say(), await group.say()]
  await using consumer = await givenConsumer(group.shared)
  await consumer.membership()

  await eventually(async () => (await readAge(groupId)) > 3, patient)
  const lag = await readLag(groupId)
  await expect.poll(refusalOf(consumer), polled).toMatchObject(complaint(groupId))
  await group.letIn()
  await eventually(() => events.every((id) => consumer.handled().includes(id)), patient)

  expect(Object.keys(lag)).toEqual(['0', '1'])
  expect(Object.values(lag).reduce((sum, one) => sum + one)).toBe(3)
  await consumer.membership()
})

function refusalOf({ membership }: { readonly membership: () => Promise<void> }) {
  return () => membership().catch((error: unknown) => error)
}
