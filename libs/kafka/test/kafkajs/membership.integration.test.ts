import { TailspanError } from '@tailspan/errors'
import { eventually, infrastructure, readGroup, startKafkaLink, uniqueId } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { kafkajsClient } from '../../src/client/kafkajs/kafkajs-client.ts'
import { givenConsumer } from '../given-consumer.ts'
import { givenProducer } from '../given-producer.ts'
import { listeningLog, openKafka, openTopic } from '../open-kafka.ts'
import { createOrderPlaced } from '../order-events.ts'
import { openMember } from '../port/given-group.ts'

// What can be seen only by what kafkajs says of itself.

const shortSession = { sessionMs: 3_000, heartbeatMs: 200 }
const patient = { timeoutMs: 60_000 }

test('C11 an owner that lost its partition during a backoff does nothing more to its record', async () => {
  await using sender = await givenProducer()
  const topic = await openTopic()
  const groupId = uniqueId('group')
  const shared = { ...shortSession, producer: sender.producer, topic, groupId }
  await using link = await startKafkaLink(infrastructure())
  const kafka = openKafka({ brokers: [link.address], requestTimeoutMs: 500 })
  const away = new TailspanError('away', 'unavailable', 'no database')
  const { log, heard } = listeningLog()
  await using old = await givenConsumer({
    ...shared,
    kafka: { ...kafka, log },
    backoffMs: 2 * shortSession.sessionMs,
    maxBackoffMs: 2 * shortSession.sessionMs,
    handle: () => fail(away),
  })
  const event = createOrderPlaced()
  await sender.say(topic, event)
  await old.received(1)

  link.hold()
  const before = old.heard().length
  await using owner = await givenConsumer({ ...shared, sessionMs: 60_000 })
  await eventually(() => owner.handled().includes(event.id), patient)
  link.release()
  await eventually(() => heard("event: 'consumer.joined'") > 1, patient)
  await eventually(() => heard('Resuming fetching') > 0, patient)

  expect(old.heard()).toHaveLength(before)
})

test('C9 a consumer that has crashed and could not leave comes back as the same member', async () => {
  const { brokers } = infrastructure()
  const given = { groupId: uniqueId('group'), topics: [await openTopic()] }
  await using link = await startKafkaLink(infrastructure())
  const options = { brokers: [link.address], requestTimeoutMs: 200 }
  await using member = await openMember(
    { client: kafkajsClient, groupProtocol: 'classic' },
    { ...given, options },
  )
  const ids = async () => (await readGroup({ brokers, ...given })).members
  await eventually(member.isJoined, patient)
  // Who is so impatient may have crashed before.
  const [before] = await eventually(async () => (await ids()).length > 0 && ids())
  const [crashes, joins] = [member.crashes.length, member.assignments.length]

  link.hold()
  await eventually(() => member.crashes.length > crashes, patient)
  // Else what it has said while nobody listened would arrive now: that it leaves.
  link.sever()
  link.release()
  await eventually(() => member.assignments.length > joins, patient)

  // Another one would have to wait until the session of this one is over.
  await eventually(async () => expect(await ids()).toEqual([before]))
})

test('S6 a stop in the middle of a crash is the end: kafkajs does not start the consumer again', async () => {
  await using sender = await givenProducer()
  await using link = await startKafkaLink(infrastructure())
  const { log, heard } = listeningLog()
  let [isHeld, stopped]: [boolean, unknown?] = [false]
  const warn = (event: string, fields: object = {}) => {
    log.warn(event, { ...fields })
    const isCrash = 'message' in fields && String(fields.message).startsWith('Crash: ')
    if (isCrash && isHeld) stopped ??= consumer.actor.stop?.(AbortSignal.timeout(20_000), 250)
  }
  const watching = { ...log, warn }
  const kafka = openKafka({ brokers: [link.address], requestTimeoutMs: 200, log: watching })
  const consumer = await givenConsumer({ kafka, producer: sender.producer })
  await sender.say(consumer.topic)
  await consumer.received(1)

  isHeld = true
  const before = heard('restart: true')
  link.hold()
  await eventually(() => stopped !== undefined, patient)
  await stopped
  await eventually(() => heard('consumer.cut') > 0)

  expect(heard('restart: true')).toBe(before)
  await consumer[Symbol.asyncDispose]()
})

function fail(error: Error): never {
  throw error
}
