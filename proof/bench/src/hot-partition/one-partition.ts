import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { createConsumer, createProducer, createTopics, type Producer } from '@tailspan/kafka'
import type { Actor } from '@tailspan/lifecycle'
import { rootScope } from '@tailspan/scope'
import { createLog } from '@tailspan/telemetry'
import { answerQuestions } from '../measure/answer-questions.ts'
import { openKafka } from '../measure/open-kafka.ts'

const [brokers = '', client = '', keysAtOnce = '', records = '1'] = process.argv.slice(2)
const handlerMs = 5
const keys = 40

const kafka = await openKafka({
  brokers,
  client,
  log: createLog({ service: 'bench', level: 'error' }),
})
const alive = new AbortController().signal

async function run(actor: Actor): Promise<void> {
  await actor.start?.(alive)
  void actor.run?.(alive)
}

async function stop(actor: Actor): Promise<void> {
  actor.quiesce?.()
  await actor.stop?.(AbortSignal.timeout(10_000), 1_000)
}

/** All records lie there before a consumer comes; how many it handles in a second, from its first to its last. */
async function handle(): Promise<number> {
  const topic = `orders-${randomUUID()}`
  await createTopics(kafka, [{ topic, partitions: 1, replicationFactor: 1 }])
  const producer = createProducer(kafka, { topics: [topic] })
  await run(producer.actor)
  await fill(producer, topic)
  let begunAtMs: number | undefined
  const { promise: all, resolve } = Promise.withResolvers<number>()
  let handled = 0
  const { actor } = createConsumer(kafka, {
    ...{ groupId: topic, topics: [topic], producer },
    ...(keysAtOnce ? { keysAtOnce: Number(keysAtOnce) } : {}),
    handlers: {
      'order.changed': {
        schema: { parse: (data: unknown) => data },
        async handle() {
          begunAtMs ??= performance.now()
          await pause(handlerMs)
          handled += 1
          if (handled === Number(records)) resolve(performance.now())
        },
      },
    },
  })
  await run(actor)
  const endedAtMs = await all
  await stop(actor)
  await stop(producer.actor)
  return (Number(records) * 1_000) / (endedAtMs - (begunAtMs ?? Number.NaN))
}

async function fill(producer: Producer, topic: string): Promise<void> {
  const time = new Date().toISOString()
  const sent = Array.from({ length: Number(records) }, (_, i) => {
    const subject = `key-${i % keys}`
    const event = { id: String(i), type: 'order.changed', source: '/order', time, subject }
    return producer.send(producer.create(topic, { ...event, data: {} }, rootScope), {
      scope: rootScope,
    })
  })
  await Promise.all(sent)
}

answerQuestions(0, { handle })
