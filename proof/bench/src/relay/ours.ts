import { createProducer } from '@tailspan/kafka'
import { createTaskRegistry } from '@tailspan/lifecycle'
import { createOutbox } from '@tailspan/outbox'
import { createDatabase } from '@tailspan/postgres'
import { createLog } from '@tailspan/telemetry'
import { answerQuestions } from '../measure/answer-questions.ts'
import { openKafka } from '../measure/open-kafka.ts'
import { recordSpans } from '../measure/tracing.ts'

const [url = '', brokers = '', topic = '', client = ''] = process.argv.slice(2)
recordSpans()

/** The relay of a service, without the service. */
const log = createLog({ service: 'bench', level: 'warn' })
const database = createDatabase<never>({ url, log })
const kafka = await openKafka({ brokers, client, log })
const producer = createProducer(kafka, { topics: [topic] })
const tasks = createTaskRegistry({ maxRunning: 0, maxQueued: 0, log })
const { relay } = createOutbox({ database, producer, tasks, log })

const life = new AbortController().signal
for (const actor of [database.actor, producer.actor, relay]) await actor.start?.(life)

answerQuestions(0, {
  begin() {
    void relay.run?.(life)
    return 0
  },
  heapBytes() {
    globalThis.gc?.()
    return process.memoryUsage().heapUsed
  },
})
