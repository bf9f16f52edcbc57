import { readFile } from 'node:fs/promises'
import { Kafka, logLevel } from 'kafkajs'
import { expect, test } from 'vitest'
import { eventually, infrastructure, readTopic, uniqueId } from '../src/index.ts'
import { startShop } from './examples/start-shop.ts'
import { killHastyShop } from './examples/survival.ts'

const { brokers } = infrastructure()
const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8')

async function createTopic() {
  const topic = uniqueId('hasty')
  const admin = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic }] })
  await admin.disconnect()
  return topic
}

test('the mistake of the README: on a fast Kafka, killing the hasty shop loses nothing', async () => {
  const topic = await createTopic()
  const shop = await startShop(brokers, topic)
  await shop.place('order-7')
  await eventually(async () => (await readTopic(brokers, topic)).length === 2)

  await shop.kill()

  const records = await readTopic(brokers, topic)
  expect(records.map(({ value }) => value)).toEqual(['opened', 'order-7'])
})

test('the fix of the README: on a held link, the accepted order is seen to be lost', async () => {
  const topic = await createTopic()
  const [readme, example] = await Promise.all([read('../README.md'), read('examples/survival.ts')])
  const body = /Promise<.*> \{\n(.*)\n\}\n$/s.exec(example)?.[1] ?? 'none'

  const values = await killHastyShop(topic)

  expect(values).toEqual(['opened'])
  expect(readme).toContain(`\`\`\`ts\n${body.replaceAll(/^ {2}/gm, '')}\n\`\`\``)
})
