import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { createConsumer, createProducer, createTopics } from '@tailspan/kafka'
import { createLog } from '@tailspan/telemetry'
import { startActor, stopActor } from '../measure/actors.ts'
import { answerQuestions } from '../measure/answer-questions.ts'
import { onOrderChanged, sendOrderChanged } from '../measure/changed-orders.ts'
import { openKafka } from '../measure/open-kafka.ts'
import { quantile } from '../measure/quantile.ts'

const [brokers = '', client = '', protocol = '', seconds = '1'] = process.argv.slice(2)
const memberCount = 3
const partitions = 6
const everyMs = 10
// Many keys, so that each partition has some.
const keys = Array.from({ length: 60 }, (_, i) => `key-${i}`)

const log = createLog({ service: 'bench', level: 'error' })
const groupProtocol = protocol === 'consumer' ? protocol : 'classic'
const kafka = await openKafka({ brokers, client, groupProtocol, log })
const topic = `orders-${randomUUID()}`
const producer = createProducer(kafka, { topics: [topic] })

/** How long the slowest record of each key waited until it was in hand, ms. */
const waits = new Map<string, number>()
const handled: string[] = []

/** One more member of the group, in hand of its partitions. */
async function join() {
  const { actor, isJoined } = createConsumer(kafka, {
    groupId: topic,
    topics: [topic],
    producer,
    handlers: onOrderChanged(async ({ id, subject = '', time }) => {
      const waitedMs = Date.now() - Date.parse(time)
      waits.set(subject, Math.max(waits.get(subject) ?? 0, waitedMs))
      handled.push(id)
    }),
  })
  await startActor(actor)
  while (!isJoined()) await pause(everyMs)
  return () => stopActor(actor)
}

let sent = 0
let isOver = false

/** One record every ten milliseconds, whatever the members do. */
async function say(): Promise<void> {
  for (; !isOver; sent += 1) {
    const subject = keys[sent % keys.length] ?? ''
    await sendOrderChanged(producer, topic, { id: String(sent), subject })
    await pause(everyMs)
  }
}

await createTopics(kafka, [{ topic, partitions, replicationFactor: 1 }])
await startActor(producer.actor)
const stops: (() => Promise<void>)[] = []
for (let i = 0; i < memberCount; i += 1) stops.push(await join())

/** Replaces each member, one after the other, and resolves when all that was said has been handled. */
async function roll(): Promise<number> {
  waits.clear()
  handled.length = 0
  sent = 0
  isOver = false
  const saying = say()
  for (let i = 0; i < memberCount; i += 1) {
    await pause(Number(seconds) * 1_000)
    await stops.shift()?.()
    stops.push(await join())
  }
  await pause(Number(seconds) * 1_000)
  isOver = true
  await saying
  while (new Set(handled).size < sent) await pause(everyMs)
  return sent
}

answerQuestions(0, {
  roll,
  median: () => quantile([...waits.values()], 0.5),
  longest: () => Math.max(...waits.values()),
  again: () => handled.length - new Set(handled).size,
})
