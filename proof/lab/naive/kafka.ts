import { randomUUID } from 'node:crypto'
import { type EachMessagePayload, Kafka, logLevel } from 'kafkajs'
import { config } from './config.ts'
import { report } from './report.ts'

// As the getting-started page has it: defaults everywhere.
const kafka = new Kafka({ brokers: config.brokers, logLevel: logLevel.ERROR })
const producer = kafka.producer()

export function connect(): Promise<void> {
  return producer.connect()
}

type Data = { readonly orderId: string; readonly customer?: unknown; readonly lines?: unknown }

/** MISTAKE: nobody waits for it, nobody owns it, nobody knows when it failed. */
export function publish(topic: string, type: string, data: Data): void {
  send(topic, type, data).catch(report)
}

/** One request to the broker for each event; resolves when it is acknowledged. */
export async function send(topic: string, type: string, data: Data): Promise<void> {
  const headers = { ce_type: type, ce_id: randomUUID() }
  const messages = [{ key: data.orderId, value: JSON.stringify(data), headers }]
  await producer.send({ topic, messages })
}

type Handle = (type: string | undefined, data: Event) => Promise<unknown>

/** What the three of them need of an event. */
export type Event = {
  readonly orderId: string
  readonly customer: { readonly email: string }
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[]
}

/** MISTAKE: whatever goes wrong is written to a log, and the offset moves on. */
export async function listen(groupId: string, topic: string, handle: Handle): Promise<void> {
  const consumer = kafka.consumer({ groupId, sessionTimeout: 6_000 })
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  const joined = new Promise<void>((resolve) => {
    consumer.on(consumer.events.GROUP_JOIN, () => resolve())
  })
  const eachMessage = async ({ message }: EachMessagePayload) => {
    try {
      await handle(message.headers?.ce_type?.toString(), JSON.parse(String(message.value)))
    } catch (error) {
      report(error)
    }
  }
  await consumer.run({ eachMessage })
  await joined
}
