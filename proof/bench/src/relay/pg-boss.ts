import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { batch, openProducer, pollWhenAsked } from './polling.ts'

const [url = '', brokers = '', topic = ''] = process.argv.slice(2)
const queue = 'events'
const atOnce = 5_000

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
const producer = await openProducer(brokers)

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

pollWhenAsked(publishSome)
