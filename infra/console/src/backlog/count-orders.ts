import { type Database, sql } from '@tailspan/postgres'
import type { OrderCounts } from './backlog.ts'

/** More would make each reading slow; their ids are in the order of their time. */
const newest = 1_000

/** What PostgreSQL alone knows of the newest orders; records are not read, so what is in no table is not told apart. */
export async function countOrders({ kysely }: Database<unknown>): Promise<OrderCounts> {
  const { rows } = await sql<OrderCounts>`
    with mine as (select id, status from "order".orders order by id desc limit ${newest}),
    mailed as (
      select order_id from notification.mails where order_id in (select id from mine)
      group by order_id having count(distinct split_part(message_id, '.', 2)) >= 2),
    seen as (
      select status <> 'placed'
          and id in (select order_id from mailed)
          and exists (select from inventory.holds where order_id = mine.id) as is_delivered,
        exists (select from "order".outbox where aggregateid = mine.id::text)
          or exists (select from inventory.outbox where aggregateid = mine.id::text)
          or exists (select from notification.deferred_mails where order_id = mine.id) as is_waiting
      from mine)
    select count(*)::int as accepted,
      count(*) filter (where is_delivered)::int as delivered,
      count(*) filter (where is_waiting)::int as waiting,
      count(*) filter (where not is_delivered and not is_waiting)::int as elsewhere
    from seen`.execute(kysely)
  const [counts] = rows
  if (!counts) throw new Error('a count has one row')
  return counts
}
