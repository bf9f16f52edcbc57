import pg from 'pg'
import { batch, openProducer, pollWhenAsked } from './polling.ts'

const [url = '', brokers = '', topic = ''] = process.argv.slice(2)

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
const producer = await openProducer(brokers)

async function publishSome(): Promise<number> {
  await client.query('begin')
  const { rows } = await client.query<Row>(select)
  const messages = rows.map((row) => ({
    key: row.aggregateid,
    value: row.payload,
    headers: row.headers,
  }))
  if (messages.length > 0)
    await producer.sendBatch({ acks: -1, topicMessages: [{ topic, messages }] })
  const seqs = rows.map(({ seq }) => seq)
  await client.query('delete from outbox where seq = any($1::bigint[])', [seqs])
  await client.query('commit')
  return rows.length
}

pollWhenAsked(publishSome)
