import { createRequire } from 'node:module'
import { eventually, uniqueId } from '@tailspan/testkit'
import { expect, onTestFinished, test, vi } from 'vitest'
import { kafkajsClient } from '../../src/client/kafkajs/kafkajs-client.ts'
import { openTopic } from '../open-kafka.ts'
import { committed, openMember, write } from '../port/given-group.ts'

const require = createRequire(import.meta.url)
const Broker = require('kafkajs/src/broker')
const { KafkaJSConnectionClosedError } = require('kafkajs/src/errors')

test('what could not be committed is committed later, although no other record comes', async () => {
  const [topic, groupId] = [await openTopic(), uniqueId('group')]
  const commit = vi.spyOn(Broker.prototype, 'offsetCommit')
  onTestFinished(() => commit.mockRestore())
  commit.mockRejectedValueOnce(new KafkaJSConnectionClosedError('Closed connection'))
  const way = { client: kafkajsClient, groupProtocol: 'classic' } as const
  await using member = await openMember(way, { groupId, topics: [topic] })

  await write(topic, ['a'])

  await eventually(async () => (await committed(groupId, topic)) === '1')
  expect(commit.mock.calls.length).toBeGreaterThan(1)
  expect(member.taken).toEqual(['a'])
})
