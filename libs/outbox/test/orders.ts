import { randomUUID } from 'node:crypto'
import type { CloudEvent } from '@tailspan/kafka'
import { sql } from '@tailspan/postgres'
import { rootScope, type Scope } from '@tailspan/scope'
import {
  eventually,
  infrastructure,
  readTopic,
  type TestDatabase,
  type TopicRecord,
} from '@tailspan/testkit'
import { takeOnce } from '../src/index.ts'
import type { InstanceParts } from './open-outbox.ts'

export type Change = { readonly orderId: string; readonly version: number; readonly note?: string }

type Ask = {
  readonly topic: string
  readonly orderId: string
  readonly note?: string
  /** Of the message that asked for it: its inbox row is written first. */
  readonly messageId?: string
  readonly scope?: Scope
}

/** Changes an order and says so in one transaction; the upsert is the lock of the aggregate. */
export function changeOrder(
  { outbox }: Pick<InstanceParts, 'outbox'>,
  { topic, orderId, note, messageId, scope = rootScope }: Ask,
): Promise<CloudEvent<Change>> {
  return outbox.transaction(scope, async (tx, say) => {
    if (messageId) await takeOnce(tx, { consumer: 'order', messageId })
    const { rows } = await sql<{ version: number }>`
      insert into orders (id, version) values (${orderId}, 1)
      on conflict (id) do update set version = orders.version + 1 returning version`.execute(tx)
    const event = changed({ orderId, version: rows[0]?.version ?? 0, ...(note && { note }) })
    say(topic, event)
    return event
  })
}

export function changed(data: Change): CloudEvent<Change> {
  const time = new Date().toISOString()
  const told = { type: 'order.changed', source: '/order', time, subject: data.orderId }
  return { id: randomUUID(), ...told, data }
}

export const read = (topic: string) => readTopic(infrastructure().brokers, topic)

export const idsOf = (records: readonly TopicRecord[]) =>
  records.map(({ headers }) => headers.ce_id)

/** The versions of each order in the order in which they came first. */
export function firstVersions(records: readonly TopicRecord[]): Map<string, number[]> {
  const seen = new Set<string>()
  const first = records.filter(({ headers: { ce_id = '' } }) => !seen.has(ce_id) && seen.add(ce_id))
  const byOrder = Map.groupBy(first, ({ key }) => String(key))
  return new Map(
    [...byOrder].map(([id, some]) => [
      id,
      some.map(({ value }) => JSON.parse(value ?? '').version),
    ]),
  )
}

export async function waiting(tables: Pick<TestDatabase, 'query'>): Promise<number> {
  const [row] = await tables.query<{ n: number }>('select count(*)::int as n from outbox')
  return row?.n ?? -1
}

export function untilEmpty(tables: TestDatabase): Promise<unknown> {
  return eventually(async () => (await waiting(tables)) === 0, { timeoutMs: 60_000 })
}
