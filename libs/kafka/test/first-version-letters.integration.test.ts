import { rootScope } from '@tailspan/scope'
import { eventually } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { givenTwoGroups } from './given-two-groups.ts'
import { createOrderPlaced } from './order-events.ts'

test('C8 a letter of the first version is listed, and replayed once for the group that dead-lettered it', async () => {
  await using given = await givenTwoGroups()
  given.state.isBroken = false
  const event = createOrderPlaced()
  const { headers, ...record } = given.producer.create(given.topic, event, rootScope)
  const reason = { code: 'order-odd', kind: 'conflict', message: 'this order cannot be' }
  // What commit 9a98c02 wrote, header by header.
  const letterHeaders = {
    'dlt-original-topic': given.topic,
    'dlt-original-partition': '0',
    'dlt-original-offset': '4711',
    'dlt-original-timestamp': '1795251600000',
    'dlt-original-consumer-group': given.one.groupId,
    'dlt-attempts': '4',
    'dlt-exception-code': reason.code,
    'dlt-exception-kind': reason.kind,
    'dlt-exception-message': reason.message,
    'dlt-failed-traceparent': '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  }
  const letter = {
    ...record,
    topic: `${given.topic}.dlt`,
    headers: { ...headers, ...letterHeaders },
  }
  await given.producer.send(letter, { scope: rootScope })
  const letters = await eventually(async () => {
    const found = await given.listed()
    return found.length === 1 && found
  })

  await given.replayed(letters)
  await eventually(() => given.one.handled().includes(event.id))
  const after = await given.say()
  for (const group of [given.one, given.other])
    await eventually(() => group.handled().includes(after.id))

  expect(letters).toMatchObject([
    {
      groupId: given.one.groupId,
      attempts: 4,
      eventId: event.id,
      reason,
      original: { topic: given.topic, partition: 0, offset: '4711' },
      writtenAtMs: 1_795_251_600_000,
    },
  ])
  expect(given.one.handled()).toEqual([event.id, after.id])
  expect(given.other.handled()).toEqual([after.id])
  expect((await given.listed())[0]?.replays).toHaveLength(1)
})
