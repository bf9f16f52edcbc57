import { Kafka, logLevel } from 'kafkajs'
import { expect, test } from 'vitest'
import { infrastructure, readLeaders, uniqueId } from '../index.ts'

const { brokers } = infrastructure()

test('the only broker leads every partition', async () => {
  const topic = uniqueId('leaders')
  const admin = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic, numPartitions: 3 }] })
  await admin.disconnect()

  const leaders = await readLeaders({ brokers, topic })

  expect(leaders).toEqual(new Map([0, 1, 2].map((partition) => [partition, 1])))
})

test('a topic that does not exist has no leaders, and that is an error', async () => {
  const leaders = readLeaders({ brokers, topic: uniqueId('missing') })

  await expect(leaders).rejects.toThrow(/topic/)
})
