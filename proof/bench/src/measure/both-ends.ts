import { randomUUID } from 'node:crypto'
import { type CloudEvent, createConsumer, createProducer, createTopics } from '@tailspan/kafka'
import { createTaskRegistry } from '@tailspan/lifecycle'
import { createOutbox, type Outbox } from '@tailspan/outbox'
import { createDatabase } from '@tailspan/postgres'
import type { Scope } from '@tailspan/scope'
import { createLog } from '@tailspan/telemetry'
import { startActor } from './actors.ts'
import { onOrderChanged } from './changed-orders.ts'
import { openKafka } from './open-kafka.ts'
import { recordSpans } from './tracing.ts'

type Needs = {
  readonly url: string
  readonly brokers: string
  /** As in KAFKA_CLIENT. */
  readonly client: string
  readonly level: 'warn' | 'error'
  /** Of the fast path; with 0 every row is the relay's. */
  readonly maxRunning: number
  readonly sender?: 'relay' | 'debezium'
  handle(event: CloudEvent, scope: Scope): Promise<void>
}

/** Publisher and consumer of `order.changed` in this process, so that one clock tells both times; each has its own client. */
export async function openBothEnds({ url, brokers, client, level, ...needs }: Needs) {
  const { maxRunning, sender, handle } = needs
  recordSpans()
  const log = createLog({ service: 'bench', level })
  const topic = `orders-${randomUUID()}`
  const database = createDatabase<never>({ url, log })
  const kafka = await openKafka({ brokers, client, log })
  const producer = createProducer(kafka, { topics: [topic] })
  const tasks = createTaskRegistry({ maxRunning, maxQueued: 0, log })
  const how = sender && { sender }
  const outbox: Outbox<never> = createOutbox({ database, producer, tasks, log, ...how })
  const consumer = createConsumer(kafka, {
    groupId: topic,
    topics: [topic],
    producer,
    handlers: onOrderChanged(handle),
  })
  await createTopics(kafka, [{ topic, partitions: 3, replicationFactor: 1 }])
  for (const actor of [database.actor, producer.actor, outbox.relay, tasks.actor, consumer.actor])
    await startActor(actor)
  return { outbox, topic }
}
