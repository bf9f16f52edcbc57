import { rootScope } from '@tailspan/scope'
import { infrastructure, readTopic } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { createProducer } from '../src/index.ts'
import { openKafka, openTopic, runActor } from './open-kafka.ts'
import { createOrderPlaced } from './order-events.ts'

test('W2 a broker at an IPv6 address is reached, as it is set and as it tells its own address', async ({
  skip,
}) => {
  const { ipv6Brokers } = infrastructure()
  if (!ipv6Brokers) return skip('this machine has no IPv6 loopback')
  const topic = await openTopic()
  const producer = createProducer(openKafka({ brokers: [ipv6Brokers] }))
  await using _running = await runActor(producer.actor)
  const event = createOrderPlaced()

  await producer.send(producer.create(topic, event, rootScope), { scope: rootScope })

  expect(ipv6Brokers).toMatch(/^\[::1\]:\d+$/)
  expect(await readTopic(infrastructure().brokers, topic)).toHaveLength(1)
})
