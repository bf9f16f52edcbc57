import { ROOT_CONTEXT } from '@opentelemetry/api'
import { createKafka, createProducer } from '@tailspan/kafka'
import { rootScope } from '@tailspan/scope'
import { createLog } from '@tailspan/telemetry'
import { recordSpans } from '../measure/tracing.ts'
import { publishInRounds, record } from './callers.ts'

const [brokers = '', topic = '', seconds = '', callers = '', what = ''] = process.argv.slice(2)
if (what === 'events') recordSpans()

const log = createLog({ service: 'bench', level: 'warn' })
const kafka = createKafka({ brokers: brokers.split(','), clientId: 'bench', log })
const producer = createProducer(kafka, { topics: [topic] })
await producer.actor.start?.(new AbortController().signal)

const time = new Date().toISOString()
const event = { type: 'order.changed', source: '/order', subject: record.key, time }
let made = 0

/** As a service does it: the record of an event, with its headers, its trace and two spans. */
async function publishEvent(): Promise<number> {
  made += 1
  const said = { ...event, id: `event-${made}`, data: record.value }
  await producer.send(producer.create(topic, said, rootScope), { scope: rootScope })
  return 1
}

/** What the peers send, byte for byte. */
async function publishRecord(): Promise<number> {
  const message = { ...record, topic, headers: {}, context: ROOT_CONTEXT }
  await producer.send(message, { scope: rootScope })
  return 1
}

const call = what === 'events' ? publishEvent : publishRecord
publishInRounds({ callers: Number(callers), seconds: Number(seconds), call })
