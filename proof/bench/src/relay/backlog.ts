import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createTestDatabase } from '@tailspan/testkit'
import { Kafka, logLevel } from 'kafkajs'
import type { Servers } from '../measure/servers.ts'

/** An outbox of its own, and the topic that its rows are for. */
export type Backlog = AsyncDisposable & {
  readonly url: string
  readonly topic: string
  fill(size: BacklogSize): Promise<void>
  /** Whether nothing waits any more; what waits is asked with a statement of its program. */
  isEmpty(waiting: string): Promise<boolean>
  /** How many records the topic has. */
  published(): Promise<number>
}

/** How many rows there are, of how many aggregates. */
export type BacklogSize = { readonly rowCount: number; readonly aggregateCount: number }

const table = new URL('../../../../libs/outbox/migrations/outbox.sql', import.meta.url)

// As `order` would have written them: 200 bytes of payload, CloudEvents headers, a trace.
const fill = `
  insert into outbox (id, aggregatetype, aggregateid, type, payload, headers)
  select id, $1, subject, 'order.changed',
    json_build_object('orderId', subject, 'note', repeat('x', 150)),
    jsonb_build_object('ce_specversion', '1.0', 'ce_id', id, 'ce_type', 'order.changed',
      'ce_source', '/order', 'ce_subject', subject, 'content-type', 'application/json',
      'traceparent', trace, 'ce_traceparent', trace)
  from (
    select gen_random_uuid() as id, 'order-' || (i % $3::int) as subject,
      '00-' || md5(i::text) || '-' || left(md5('span' || i), 16) || '-01' as trace
    from generate_series(1, $2::int) as i
  ) as rows`

/** Opens an empty outbox and a topic of three partitions. */
export async function openBacklog({ postgresUrl, brokers }: Servers): Promise<Backlog> {
  await using undo = new AsyncDisposableStack()
  const database = undo.use(await createTestDatabase(postgresUrl))
  await database.query(await readFile(table, 'utf8'))
  const topic = `orders-${randomUUID()}`
  const kafka = { brokers: brokers.split(','), clientId: 'bench', logLevel: logLevel.ERROR }
  const admin = new Kafka(kafka).admin()
  await admin.connect()
  undo.defer(() => admin.disconnect())
  await admin.createTopics({ topics: [{ topic, numPartitions: 3, replicationFactor: 1 }] })
  const opened = undo.move()
  return {
    url: database.url,
    topic,
    async fill({ rowCount, aggregateCount }) {
      await database.query(fill, [topic, rowCount, aggregateCount])
    },
    async isEmpty(waiting) {
      return (await database.query(waiting)).length === 0
    },
    async published() {
      const partitions = await admin.fetchTopicOffsets(topic)
      return partitions.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0)
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}
