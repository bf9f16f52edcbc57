import { eventually, uniqueId } from '@tailspan/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMember, ways } from './given-group.ts'
import { givenSlowBatches } from './given-slow-batches.ts'
import { givenThreeBrokers } from './given-three-brokers.ts'

const patient = { timeoutMs: 60_000 }
const waiting = 'PreparingRebalance'

// Where the broker gives out the partitions, no member joins for a leader.
const joining = ways.filter(([, { groupProtocol }]) => groupProtocol === 'classic')

let cluster: Awaited<ReturnType<typeof givenThreeBrokers>>

beforeAll(async () => {
  cluster = await givenThreeBrokers()
})
afterAll(() => cluster[Symbol.asyncDispose]())

test.each(joining)(
  'C11 %s: a leader moves while batches of another broker are in hand: nobody else gets their partitions, and its own goes on',
  async (_, way) => {
    const topic = await cluster.openTopicOn([1, 1, 2])
    const groupId = uniqueId('group')
    const given = { groupId, topics: [topic], options: { brokers: cluster.brokers } }
    await cluster.write(topic, 'slow', [0, 1])
    const batches = givenSlowBatches([0, 1])
    await using one = await openMember(way, {
      ...given,
      // Not even a heartbeat tells it that another member waits.
      heartbeatMs: 120_000,
      onBatch: batches.takeSlowly,
    })
    await eventually(() => batches.inHand.size === 2, patient)
    await using two = await openMember(way, { ...given, onBatch: batches.takeAtOnce })
    await eventually(async () => (await cluster.statesOf(groupId)).includes(waiting), patient)

    await cluster.moveTo({ topic, partition: 2, node: 3 })
    await cluster.write(topic, 'moved', [2])
    await eventually(() => [...one.taken, ...two.taken].includes('moved'), patient)
    // Who would join has joined in the time of a few answers.
    const states = await cluster.statesOf(groupId, 20)
    const assigned = [one.assignments.length, two.assignments.length]
    batches.open()
    await eventually(() => batches.inHand.size === 0, patient)
    await one.stop()
    await cluster.write(topic, 'later', [0, 1, 2])
    await eventually(() => two.taken.length >= 3, patient)

    expect(batches.takenTwice).toEqual([])
    expect([states, assigned]).toEqual([[waiting], [1, 0]])
    expect(one.taken.toSorted()).toEqual(['moved', 'slow', 'slow'])
    expect(two.taken).toEqual(['later', 'later', 'later'])
  },
)
