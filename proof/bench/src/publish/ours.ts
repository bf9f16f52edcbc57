import { randomBytes } from 'node:crypto'
import { ROOT_CONTEXT, TraceFlags, trace } from '@opentelemetry/api'
import { createProducer } from '@tailspan/kafka'
import { createScope } from '@tailspan/scope'
import { createLog } from '@tailspan/telemetry'
import { openKafka } from '../measure/open-kafka.ts'
import { recordSpans } from '../measure/tracing.ts'
import { publishInRounds, record } from './callers.ts'

const [brokers = '', topic = '', seconds = '', callers = '', what = '', client = ''] =
  process.argv.slice(2)
if (what !== 'untraced') recordSpans()

const log = createLog({ service: 'bench', level: 'warn' })
const kafka = await openKafka({ brokers, client, log })
const producer = createProducer(kafka, { topics: [topic] })
await producer.actor.start?.(new AbortController().signal)

const hex = (bytes: number) => randomBytes(bytes).toString('hex')
const request = { traceId: hex(16), spanId: hex(8), traceFlags: TraceFlags.SAMPLED }
const context = trace.setSpanContext(ROOT_CONTEXT, request)
const scope = createScope({ context })

const time = new Date().toISOString()
const event = { type: 'order.changed', source: '/order', subject: record.key, time }
let made = 0

/** As a service does it: the record of an event, with its headers, its trace and two spans. */
async function publishEvent(): Promise<number> {
  made += 1
  const said = { ...event, id: `event-${made}`, data: record.value }
  await producer.send(producer.create(topic, said, scope), { scope })
  return 1
}

/** What the peers send, byte for byte, with the span of its sending. */
async function publishRecord(): Promise<number> {
  await producer.send({ ...record, topic, headers: {}, context }, { scope })
  return 1
}

const call = what === 'events' ? publishEvent : publishRecord
publishInRounds({ callers: Number(callers), seconds: Number(seconds), call })
