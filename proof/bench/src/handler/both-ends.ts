import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { createConsumer, createKafka, createProducer, createTopics } from '@tailspan/kafka'
import { createTaskRegistry } from '@tailspan/lifecycle'
import { createOutbox } from '@tailspan/outbox'
import { createDatabase } from '@tailspan/postgres'
import { rootScope } from '@tailspan/scope'
import { createLog } from '@tailspan/telemetry'
import { answerQuestions } from '../measure/answer-questions.ts'
import { quantile } from '../measure/quantile.ts'
import { recordSpans } from '../measure/tracing.ts'

const [url = '', brokers = '', way = 'fast path', eventCount = '1'] = process.argv.slice(2)
recordSpans()

// Publisher and consumer in one process so that one clock tells both times; each has its own client.
const log = createLog({ service: 'bench', level: 'warn' })
const topic = `orders-${randomUUID()}`
const database = createDatabase<never>({ url, log })
const kafka = createKafka({ brokers: brokers.split(','), clientId: 'bench', log })
const producer = createProducer(kafka, { topics: [topic] })
// Without room in the registry there is no fast path: every row is the relay's, which polls.
const maxRunning = way === 'fast path' ? 100 : 0
const tasks = createTaskRegistry({ maxRunning, maxQueued: 0, log })
const outbox = createOutbox({ database, producer, tasks, log })
const heard = new Map<string, (atMs: number) => void>()
const schema = { parse: (data: unknown) => data }
const consumer = createConsumer(kafka, {
  ...{ groupId: topic, topics: [topic], producer },
  handlers: {
    'order.changed': {
      schema,
      handle: async ({ id }) => heard.get(id)?.(performance.now()),
    },
  },
})

await createTopics(kafka, [{ topic, partitions: 3, replicationFactor: 1 }])
const life = new AbortController().signal
for (const actor of [database.actor, producer.actor, outbox.relay, tasks.actor, consumer.actor]) {
  await actor.start?.(life)
  void actor.run?.(life)
}

/** From the commit of an event to the first line of its handler. */
async function measureOne(): Promise<number> {
  const id = randomUUID()
  const arrival = Promise.withResolvers<number>()
  heard.set(id, arrival.resolve)
  const time = new Date().toISOString()
  await outbox.transaction(rootScope, async (_tx, say) => {
    say(topic, {
      ...{ id, type: 'order.changed', source: '/order', time, subject: id, data: { sku: 'tea' } },
    })
  })
  const committedAtMs = performance.now()
  const heardAtMs = await arrival.promise
  heard.delete(id)
  return heardAtMs - committedAtMs
}

let latencies: readonly number[] = []

answerQuestions(0, {
  async round() {
    const taken: number[] = []
    while (taken.length < Number(eventCount)) {
      // At any moment between two looks of a relay that polls, not always right after one.
      await pause(Math.random() * 100)
      taken.push(await measureOne())
    }
    latencies = taken
    return taken.length
  },
  p50: () => quantile(latencies, 0.5),
  p99: () => quantile(latencies, 0.99),
})
