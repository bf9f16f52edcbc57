import { topics } from '@tailspan/contracts'
import { readRows, scanTopic } from '@tailspan/testkit'
import type { Shop } from './shop.ts'

/** What became of a group of orders: from PostgreSQL and Kafka, never from the service's own counters. */
export type Account = {
  /** Committed rows. */
  readonly accepted: number
  /** Rows with their `order.placed` on the topic. */
  readonly delivered: number
  readonly lost: readonly string[]
  /** Answered with 202, and no row. */
  readonly unstored: readonly string[]
  /** On the topic, and no row. */
  readonly phantoms: number
  /** Placed records beyond the first of their order. */
  readonly repeats: number
}

/** The orders whose customers' addresses begin with the tag, and those of them that were answered with 202. */
export type Group = { readonly tag: string; readonly answered: ReadonlySet<string> }

/** Settles the account of a group of orders; nothing of it may be under way any more. */
export async function settleAccount(shop: Shop, { tag, answered }: Group): Promise<Account> {
  const stored = await storedIds(shop, tag)
  const copies = await countPlaced(shop, tag)
  const isLost = (id: string) => !copies.has(id)
  const lost = [...stored].filter(isLost)
  const all = [...copies.values()].reduce((sum, count) => sum + count, 0)
  return {
    accepted: stored.size,
    delivered: stored.size - lost.length,
    lost,
    unstored: [...answered].filter((id) => !stored.has(id)),
    phantoms: [...copies.keys()].filter((id) => !stored.has(id)).length,
    repeats: all - copies.size,
  }
}

/** How many of these orders are neither confirmed nor rejected yet. */
export async function countUnsettled({ databaseUrl }: Shop, tag: string): Promise<number> {
  const statement =
    'select count(*)::int as unsettled from "order".orders where email like $1 and status = $2'
  const rows = await readRows<{ unsettled: number }>(databaseUrl, statement, [`${tag}-%`, 'placed'])
  return rows[0]?.unsettled ?? 0
}

async function storedIds({ databaseUrl }: Shop, tag: string): Promise<Set<string>> {
  const statement = 'select id from "order".orders where email like $1'
  const rows = await readRows<{ id: string }>(databaseUrl, statement, [`${tag}-%`])
  return new Set(rows.map(({ id }) => id))
}

/** How often each order's placing lies on the topic. */
async function countPlaced({ system }: Shop, tag: string): Promise<Map<string, number>> {
  const copies = new Map<string, number>()
  const where = { brokers: system.kafkaBrokers, topic: topics.orders.topic }
  await scanTopic(where, ({ key, headers, value }) => {
    if (key === null || headers.ce_type !== 'order.placed' || !value?.includes(`"${tag}-`)) return
    copies.set(key, (copies.get(key) ?? 0) + 1)
  })
  return copies
}
