import { ROOT_CONTEXT } from '@opentelemetry/api'
import { createProducer } from '@tailspan/kafka'
import { createScope } from '@tailspan/scope'
import { createLog } from '@tailspan/telemetry'
import { openKafka } from '../measure/open-kafka.ts'
import { recordSpans } from '../measure/tracing.ts'
import { publishInRounds, record } from '../publish/callers.ts'

const [brokers = '', topic = '', seconds = '', callers = '', maxInFlight = '', client = ''] =
  process.argv.slice(2)
recordSpans()

/** The records of `publish`, of many orders: those of one would all go the same way. */
const log = createLog({ service: 'bench', level: 'warn' })
const kafka = await openKafka({ brokers, client, log })
const producer = createProducer(kafka, { topics: [topic], maxInFlight: Number(maxInFlight) })
await producer.actor.start?.(new AbortController().signal)

const scope = createScope({ context: ROOT_CONTEXT })
const messages = Array.from({ length: 256 }, (_, i) => ({
  ...record,
  key: `order-${i}`,
  topic,
  headers: {},
  context: ROOT_CONTEXT,
}))
let made = 0

async function publishOne(): Promise<number> {
  const message = messages[made % messages.length]
  made += 1
  if (message) await producer.send(message, { scope })
  return 1
}

publishInRounds({ callers: Number(callers), seconds: Number(seconds), call: publishOne })
