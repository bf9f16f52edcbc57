import { eventually, uniqueId } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { kafkajsClient } from '../../src/client/kafkajs/kafkajs-client.ts'
import { listeningLog } from '../open-kafka.ts'
import { openMember } from '../port/given-group.ts'
import { givenSlowBatches } from '../port/given-slow-batches.ts'
import { givenThreeBrokers } from '../port/given-three-brokers.ts'

const patient = { timeoutMs: 60_000 }
const waiting = 'PreparingRebalance'
const way = { client: kafkajsClient, groupProtocol: 'classic' } as const

test('C11 a member that learns of another partition joins when the batches in hand have ended, those of other brokers too', async () => {
  await using cluster = await givenThreeBrokers()
  const topic = await cluster.openTopicOn([1, 1, 2])
  const groupId = uniqueId('group')
  const { log, heard } = listeningLog()
  const given = { groupId, topics: [topic] }
  await cluster.write(topic, 'slow', [0, 1])
  const batches = givenSlowBatches([0, 1])
  await using one = await openMember(way, {
    ...given,
    options: { brokers: cluster.brokers, log },
    // Not even a heartbeat tells it that another member waits.
    heartbeatMs: 120_000,
    onBatch: batches.takeSlowly,
  })
  await eventually(() => batches.inHand.size === 2, patient)
  await using two = await openMember(way, {
    ...given,
    options: { brokers: cluster.brokers },
    onBatch: batches.takeAtOnce,
  })
  await eventually(async () => (await cluster.statesOf(groupId)).includes(waiting), patient)

  await cluster.addPartition({ topic, partition: 3, node: 3 })
  // Makes it look at the cluster now, and not within five minutes.
  await cluster.moveTo({ topic, partition: 2, node: 3 })
  await eventually(() => heard('resync group') > 0, patient)
  // Who would join has joined in the time of a few answers.
  const states = await cluster.statesOf(groupId, 20)
  const assigned = [one.assignments.length, two.assignments.length]
  batches.open()
  await eventually(() => one.assignments.length > 1 && two.assignments.length > 0, patient)
  await one.stop()
  await cluster.write(topic, 'later', [0, 1, 2, 3])
  await eventually(() => two.taken.length >= 4, patient)

  expect(batches.takenTwice).toEqual([])
  expect([states, assigned]).toEqual([[waiting], [1, 0]])
  expect(one.assignments.at(-1)?.[topic]).toHaveLength(2)
  expect(one.taken).toEqual(['slow', 'slow'])
  expect(two.taken).toEqual(['later', 'later', 'later', 'later'])
})
