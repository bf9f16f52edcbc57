import { setTimeout as pause } from 'node:timers/promises'
import { topics } from '@tailspan/contracts'
import {
  newCustomer,
  placedRecord,
  placeOrder,
  postPatiently,
  type Shop,
  teaFor,
} from '@tailspan/experiment'
import { eventually, lockRows, readRows, writeRecords } from '@tailspan/testkit'

/** What fires when all of this is broken: an alert and the service that it names. */
export const brokenPromises: readonly string[] = [
  'AnswersSlow order',
  'DeadLetters notification',
  'EventsLate inventory',
  'EventsNotConsumed inventory',
  'EventsNotPublished order',
  'EventsNotRouted order',
  'MailsDeferred notification',
  'RowsParked order',
  'ServiceSilent pricing',
  'StopAbandonedWork order',
]

// Longer than an answer may take.
const slowMs = 1_000

/** Breaks each promise of a running shop once, side by side where one does not hide another, and mends it when it was seen. */
export async function breakEachPromise(
  shop: Shop,
  seen: (...alerts: readonly string[]) => Promise<unknown>,
): Promise<void> {
  await keepLogForConnectors(shop)
  // What it has in hand is nowhere else.
  const second = await shop.system.addInstance(
    'order',
    shop.orderEnv({ PUBLISH: 'detached', DRAIN: '1s' }),
  )
  await using _slot = await leaveSlotUnread(shop)
  await slowDatabase(shop)
  await deferMailForHours(shop)
  await badRecords(shop)
  await using busy = await blockInventory(shop)
  shop.links.kafka.hold()
  await Promise.all([placeOrder(shop), placeOrder({ orderUrl: second.url })])
  await Promise.all([
    shop.system.halt('pricing', 'kill'),
    second[Symbol.asyncDispose](),
    seen('EventsNotPublished order', 'EventsNotConsumed inventory'),
  ])
  await busy[Symbol.asyncDispose]()
  shop.links.kafka.release()
  // Not earlier: it is in the outbox, too, and grows old there.
  await using _parked = await parkRow(shop)
  await seen(...brokenPromises)
  await shop.system.resume('pricing')
}

/** As PostgreSQL is set where a connector reads: it takes a restart. */
async function keepLogForConnectors(shop: Shop): Promise<void> {
  await readRows(shop.databaseUrl, 'alter system set wal_level = logical')
  await shop.system.halt('postgres', 'stop')
  await shop.system.resume('postgres')
  await eventually(() => placeOrder(shop))
}

/** A slot whose connector is gone: the server keeps its log for it. */
async function leaveSlotUnread({ databaseUrl }: Shop): Promise<AsyncDisposable> {
  await readRows(
    databaseUrl,
    `select pg_create_logical_replication_slot('tailspan_outbox', 'pgoutput')`,
  )
  return {
    async [Symbol.asyncDispose]() {
      await readRows(databaseUrl, `select pg_drop_replication_slot('tailspan_outbox')`)
    },
  }
}

/** Answers wait for a lock: more of them than quick ones in the minute before. */
async function slowDatabase(shop: Shop): Promise<void> {
  const { id } = await placeOrder(shop)
  const statement = 'lock table "order".orders in access exclusive mode'
  const lock = await lockRows(shop.databaseUrl, statement)
  const answers = Array.from({ length: 200 }, () => fetch(`${shop.orderUrl}/orders/${id}`))
  await pause(slowMs)
  await lock[Symbol.asyncDispose]()
  await Promise.all(answers.map(async (answer) => (await answer).arrayBuffer()))
}

/** A record that is no JSON, and an order whose mail is refused. */
async function badRecords(shop: Shop): Promise<void> {
  const { email } = newCustomer()
  shop.mailWire.refuse((address) => address === email, '550 5.1.1 no such user')
  await postPatiently(shop, teaFor({ email }))
  const target = { brokers: shop.system.kafkaBrokers, topic: topics.orders.topic }
  await writeRecords(target, [{ value: '{"orderId":' }])
}

/** A mail that has been refused for now since hours; the next try is far away, because it would be taken. */
async function deferMailForHours(shop: Shop): Promise<void> {
  const { email } = newCustomer()
  shop.mailWire.refuse((address) => address === email, '450 4.2.0 greylisted')
  await postPatiently(shop, teaFor({ email }))
  const makeOld = `update notification.deferred_mails
    set deferred_at = now() - interval '3 h', due_at = now() + interval '3 h'
    where lease_id is null returning message_id`
  await eventually(async () => (await readRows(shop.databaseUrl, makeOld)).length > 0)
}

/** A row that the relay has put aside. */
export async function parkRow({ databaseUrl }: Shop): Promise<AsyncDisposable> {
  await readRows(
    databaseUrl,
    `insert into "order".outbox (id, aggregatetype, aggregateid, type, payload, headers, parked_at)
     values (gen_random_uuid(), 'orders', 'nobody', 'order.placed', '{}', '{}', now())`,
  )
  return {
    async [Symbol.asyncDispose]() {
      await readRows(databaseUrl, `delete from "order".outbox where aggregateid = 'nobody'`)
    },
  }
}

/** An event is on its topic, and its consumer waits for a lock. */
async function blockInventory(shop: Shop): Promise<AsyncDisposable> {
  const lock = await lockRows(shop.databaseUrl, 'lock table inventory.holds in exclusive mode')
  const { id } = await placeOrder(shop)
  await placedRecord(shop, id)
  return lock
}
