import { Kafka, logLevel } from 'kafkajs'
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { answerQuestions } from '../measure/answer-questions.ts'

const [url = '', brokers = '', topic = ''] = process.argv.slice(2)
const queue = 'events'
const batch = 1_000
const atOnce = 5_000
const idleMs = 100

type Event = {
  readonly key: string
  readonly value: string
  readonly headers: Record<string, string>
}

/** A queue that people use instead of an outbox: a job for each event, fetched by the thousand. */
const boss = new PgBoss({ connectionString: url, schedule: false, supervise: false })
boss.on('error', (error) => process.stderr.write(`pg-boss: ${error.message}\n`))
await boss.start()
await boss.createQueue(queue)
await takeOver()
const kafka = new Kafka({ brokers: brokers.split(','), clientId: 'peer', logLevel: logLevel.ERROR })
const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 })
await producer.connect()

/** The events of the backlog become jobs, before anything is measured. */
async function takeOver(): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<Event>(
    'select aggregateid as key, payload::text as value, headers from outbox order by seq',
  )
  await client.end()
  for (let at = 0; at < rows.length; at += atOnce)
    await boss.insert(
      queue,
      rows.slice(at, at + atOnce).map((data) => ({ data })),
    )
}

async function publishSome(): Promise<number> {
  const jobs = await boss.fetch<Event>(queue, { batchSize: batch })
  if (jobs.length === 0) return 0
  const messages = jobs.map(({ data }) => data)
  await producer.sendBatch({ acks: -1, topicMessages: [{ topic, messages }] })
  const ids = jobs.map(({ id }) => id)
  await boss.complete(queue, ids)
  return jobs.length
}

async function publishForEver(): Promise<never> {
  for (;;) {
    const count = await publishSome()
    if (count < batch) await new Promise((resolve) => setTimeout(resolve, idleMs))
  }
}

answerQuestions(0, {
  begin() {
    void publishForEver()
    return 0
  },
})
