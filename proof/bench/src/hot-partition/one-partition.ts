import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { createConsumer, createProducer, createTopics, type Producer } from '@tailspan/kafka'
import { createLog } from '@tailspan/telemetry'
import { startActor, stopActor } from '../measure/actors.ts'
import { answerQuestions } from '../measure/answer-questions.ts'
import { onOrderChanged, sendOrderChanged } from '../measure/changed-orders.ts'
import { openKafka } from '../measure/open-kafka.ts'

const [brokers = '', client = '', keysAtOnce = '', records = '1'] = process.argv.slice(2)
const count = Number(records)
const handlerMs = 5
const keys = 40

const log = createLog({ service: 'bench', level: 'error' })
const kafka = await openKafka({ brokers, client, log })

/** All records lie there before a consumer comes; how many it handles in a second, from its first to its last. */
async function handle(): Promise<number> {
  const topic = `orders-${randomUUID()}`
  await createTopics(kafka, [{ topic, partitions: 1, replicationFactor: 1 }])
  const producer = createProducer(kafka, { topics: [topic] })
  await startActor(producer.actor)
  await fill(producer, topic)
  const all = Promise.withResolvers<void>()
  let begunAtMs = Number.NaN
  let handled = 0
  const { actor } = createConsumer(kafka, {
    groupId: topic,
    topics: [topic],
    producer,
    ...(keysAtOnce && { keysAtOnce: Number(keysAtOnce) }),
    handlers: onOrderChanged(async () => {
      if (Number.isNaN(begunAtMs)) begunAtMs = performance.now()
      await pause(handlerMs)
      handled += 1
      if (handled === count) all.resolve()
    }),
  })
  await startActor(actor)
  await all.promise
  const tookMs = performance.now() - begunAtMs
  await stopActor(actor)
  await stopActor(producer.actor)
  return (count * 1_000) / tookMs
}

async function fill(producer: Producer, topic: string): Promise<void> {
  const sent = Array.from({ length: count }, (_, i) =>
    sendOrderChanged(producer, topic, { id: String(i), subject: `key-${i % keys}` }),
  )
  await Promise.all(sent)
}

answerQuestions(0, { handle })
