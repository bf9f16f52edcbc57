import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { createConsumer, createKafka, createProducer, createTopics } from '@tailspan/kafka'
import { createTaskRegistry } from '@tailspan/lifecycle'
import { createOutbox } from '@tailspan/outbox'
import { createDatabase } from '@tailspan/postgres'
import { createLog } from '@tailspan/telemetry'
import { answerQuestions, cpuSeconds } from '../measure/answer-questions.ts'
import { quantile } from '../measure/quantile.ts'
import { recordSpans } from '../measure/tracing.ts'
import { Deliveries } from './deliveries.ts'

const [url = '', brokers = '', sender = 'relay', eventCount = '1'] = process.argv.slice(2)
recordSpans()

// Publisher and consumer in one process so that one clock tells both times; each has its own client.
const log = createLog({ service: 'bench', level: 'error' })
const topic = `orders-${randomUUID()}`
const database = createDatabase<never>({ url, log })
const kafka = createKafka({ brokers: brokers.split(','), clientId: 'bench', log })
const producer = createProducer(kafka, { topics: [topic] })
const tasks = createTaskRegistry({ maxRunning: 1_000, maxQueued: 0, log })
const outbox = createOutbox({
  ...{ database, producer, tasks, log },
  sender: sender === 'debezium' ? 'debezium' : 'relay',
})
const deliveries = new Deliveries({ outbox, topic })
const consumer = createConsumer(kafka, {
  ...{ groupId: topic, topics: [topic], producer },
  handlers: {
    'order.changed': { schema: { parse: (data: unknown) => data }, handle: deliveries.take },
  },
})

await createTopics(kafka, [{ topic, partitions: 3, replicationFactor: 1 }])
const life = new AbortController().signal
for (const actor of [database.actor, producer.actor, outbox.relay, tasks.actor, consumer.actor]) {
  await actor.start?.(life)
  void actor.run?.(life)
}

let latencies: readonly number[] = []

answerQuestions(0, {
  /** One event at a time, on an idle system. */
  async round() {
    const taken: number[] = []
    while (taken.length < Number(eventCount)) {
      await pause(Math.random() * 50)
      taken.push(await deliveries.deliverOne())
    }
    latencies = taken
    return taken.length
  },
  p50: () => quantile(latencies, 0.5),
  p99: () => quantile(latencies, 0.99),
  /** Two thousand events of 100 orders, 200 a second; ends when all have arrived, or after a minute. */
  orders: () => deliveries.deliverMany({ count: 2_000, keys: 100, perSecond: 200 }),
  arrived: () => deliveries.arrived,
  lost: () => deliveries.lost,
  unordered: () => deliveries.unordered,
  cut: () => deliveries.cut,
  cpu: cpuSeconds,
  pid: () => process.pid,
})
