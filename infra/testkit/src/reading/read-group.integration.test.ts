import { Kafka, logLevel } from 'kafkajs'
import { expect, onTestFinished, test } from 'vitest'
import { eventually, infrastructure, readGroup, uniqueId, writeRecords } from '../index.ts'

const { brokers } = infrastructure()
const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING })

async function openTopic() {
  const topic = uniqueId('group')
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] })
  await admin.disconnect()
  return topic
}

test('what a group has committed is taken, the rest is its lag', async () => {
  const topic = await openTopic()
  const groupId = uniqueId('group')
  const headers = { ce_type: 'order.placed' }
  await writeRecords({ brokers, topic }, [{ key: 'a', value: '1', headers }, { value: 'not json' }])
  const before = await readGroup({ brokers, groupId, topics: [topic] })
  const consumer = kafka.consumer({ groupId })
  onTestFinished(() => consumer.disconnect())
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  await consumer.run({ autoCommit: false, eachMessage: async () => {} })
  const joined = await eventually(async () => {
    const group = await readGroup({ brokers, groupId, topics: [topic] })
    return group.members.length === 1 && group
  })
  await consumer.commitOffsets([{ topic, partition: 0, offset: '1' }])
  const after = await readGroup({ brokers, groupId, topics: [topic] })

  expect(before).toMatchObject({ members: [], lag: 2 })
  expect(joined.lag).toBe(2)
  expect(after.lag).toBe(1)
  expect([after.hasTaken(topic, 0, 0n), after.hasTaken(topic, 0, 1n)]).toEqual([true, false])
})

test('a topic that does not exist is an error', async () => {
  const where = { brokers, topic: uniqueId('missing') }

  await expect(writeRecords(where, [{ value: '1' }])).rejects.toThrow(/topic/)
})
