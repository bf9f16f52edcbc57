import { Kafka, logLevel, Partitioners } from 'kafkajs'
import { expect, onTestFinished, test } from 'vitest'
import { infrastructure, readTopic, uniqueId } from '../index.ts'

const { brokers } = infrastructure()
const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING })

async function openTopic(numPartitions: number) {
  const topic = uniqueId('read')
  const [admin, producer] = [
    kafka.admin(),
    kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner }),
  ]
  await Promise.all([admin.connect(), producer.connect()])
  onTestFinished(async () => void (await Promise.all([admin.disconnect(), producer.disconnect()])))
  await admin.createTopics({ topics: [{ topic, numPartitions }] })
  return { topic, admin, producer }
}

test('all records of all partitions come in order, with decoded headers', async () => {
  const { topic, producer } = await openTopic(3)
  const headers = { ce_type: 'order.placed', twice: ['a', 'b'] }
  await producer.send({
    topic,
    messages: [{ partition: 2, key: 'k', value: '{"a":"ä"}', headers }],
  })
  const numbered = Array.from({ length: 1_200 }, (_, n) => ({ partition: 0, value: `${n}` }))
  await producer.send({ topic, messages: numbered })
  await producer.send({ topic, messages: [{ partition: 0, key: 'gone', value: null }] })

  const records = await readTopic(brokers, topic)

  expect(records.map(({ value }) => value)).toEqual([
    ...numbered.map(({ value }) => value),
    null,
    '{"a":"ä"}',
  ])
  expect(records.at(-1)).toMatchObject({
    topic,
    partition: 2,
    offset: 0n,
    key: 'k',
    headers: { ce_type: 'order.placed', twice: 'a,b' },
  })
})

test('reading twice gives the same, and what was deleted from the front is left out', async () => {
  const { topic, admin, producer } = await openTopic(1)
  await producer.send({ topic, messages: [{ value: 'old' }, { value: 'new' }] })

  const twice = [await readTopic(brokers, topic), await readTopic(brokers, topic)]
  // kafkajs looks for the partition's leader only where it has asked for offsets before.
  await admin.fetchTopicOffsets(topic)
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '1' }] })
  const after = await readTopic(brokers, topic)

  expect(twice[0]).toEqual(twice[1])
  expect(after.map(({ value, offset }) => [value, offset])).toEqual([['new', 1n]])
})

test('an empty topic gives nothing, a missing one an error', async () => {
  const { topic } = await openTopic(2)

  expect(await readTopic(brokers, topic)).toEqual([])
  await expect(readTopic(brokers, uniqueId('missing'))).rejects.toThrow(/topic/)
})
