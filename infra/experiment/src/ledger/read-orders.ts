import { readRows } from '@tailspan/testkit'
import type { Book } from './book.ts'

/** A committed order. */
export type StoredOrder = {
  readonly id: string
  readonly email: string
  readonly status: 'placed' | 'confirmed' | 'rejected'
  readonly quantity: number
}

/** What PostgreSQL knows about the orders of a book. */
export type Stored = {
  readonly orders: ReadonlyMap<string, StoredOrder>
  /** How often stock was held for an order, by its id. */
  readonly holds: ReadonlyMap<string, number>
  /** How often a mail was noted, by `placed/<id>` and `confirmed/<id>`. */
  readonly mails: ReadonlyMap<string, number>
  /** Mails that are deferred, named likewise. */
  readonly deferred: ReadonlySet<string>
  /** Events that wait in an outbox, as `order.placed/<id>`. */
  readonly waiting: ReadonlySet<string>
}

const mine = `select id, email, status, (lines -> 0 ->> 'quantity')::int as quantity
  from "order".orders where email like $1`

/** Reads the rows. */
export async function readStored({ where, effects, tag }: Book): Promise<Stored> {
  const read = <Row extends object>(statement: string, values: readonly unknown[] = []) =>
    readRows<Row>(where.databaseUrl, statement, values)
  const [orders, holds, mails, deferred, outbox] = await Promise.all([
    read<StoredOrder>(mine, [`${tag}-%`]),
    read<{ name: string }>(`select order_id as name from (${effects.holds}) as holds`),
    read<{ name: string }>(
      `select occasion || '/' || order_id as name from (${effects.mails}) as mails`,
    ),
    read<{ name: string }>(
      `select occasion || '/' || order_id as name from (${effects.deferred}) as deferred`,
    ),
    read<{ name: string }>(
      `select type || '/' || aggregateid as name from (
        select type, aggregateid from "order".outbox
        union all select type, aggregateid from inventory.outbox) as waiting`,
    ),
  ])
  return {
    orders: new Map(orders.map((order) => [order.id, order])),
    holds: count(holds),
    mails: count(mails),
    deferred: new Set(deferred.map(({ name }) => name)),
    waiting: new Set(outbox.map(({ name }) => name)),
  }
}

function count(rows: readonly { readonly name: string }[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { name } of rows) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
