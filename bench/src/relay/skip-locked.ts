import { Kafka, logLevel } from 'kafkajs'
import pg from 'pg'
import { answerQuestions } from '../measure/answer-questions.ts'

const [url = '', brokers = '', topic = ''] = process.argv.slice(2)
const batch = 1_000
const idleMs = 100

type Row = {
  readonly seq: string
  readonly aggregateid: string
  readonly payload: string
  readonly headers: Record<string, string>
}

const select = `
  select seq, aggregateid, payload::text, headers from outbox
  order by seq limit ${batch} for update skip locked`

/** The peer, as it is usually written: lock, publish, delete, commit, again. One worker: more of them change the order. */
const client = new pg.Client({ connectionString: url })
await client.connect()
const kafka = new Kafka({ brokers: brokers.split(','), clientId: 'peer', logLevel: logLevel.ERROR })
const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 })
await producer.connect()

async function publishSome(): Promise<number> {
  await client.query('begin')
  const { rows } = await client.query<Row>(select)
  const messages = rows.map((row) => ({
    ...{ key: row.aggregateid, value: row.payload, headers: row.headers },
  }))
  if (messages.length > 0)
    await producer.sendBatch({ acks: -1, topicMessages: [{ topic, messages }] })
  const seqs = rows.map(({ seq }) => seq)
  await client.query('delete from outbox where seq = any($1::bigint[])', [seqs])
  await client.query('commit')
  return rows.length
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
