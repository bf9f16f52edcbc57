import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { readGroup, readRows } from '@tailspan/testkit'
import type { Book } from './book.ts'
import { type Ledger, readLedger } from './read-ledger.ts'
import { groupIds, listeners } from './read-records.ts'

/** A ledger at rest, and how long it took to come to rest. */
export type Settled = { readonly ledger: Ledger; readonly recoveryMs: number }

type Options = {
  /** When the fault was over, by `performance.now()`. */
  readonly overAtMs: number
  /** Ends what a process may still have in memory: whatever is not out by then is lost. */
  readonly decide: () => Promise<void>
  /** As long as this nothing may change before it counts as rest. */
  readonly quietMs?: number
  readonly patienceMs?: number
}

type Glance = { readonly pending: number; readonly done: number; readonly wanted: number }

const intervalMs = 150

/**
 * Waits until every order has all its effects, or nothing changes any more; then whatever only memory
 * knows is decided by a restart, and the whole ledger is read.
 */
export async function settle(book: Book, options: Options): Promise<Settled> {
  const { isWhole, restedAtMs } = await untilRest(book, options)
  if (!isWhole) {
    await options.decide()
    await untilRest(book, { ...options, quietMs: 0 })
  }
  const recoveryMs = Math.max(restedAtMs - options.overAtMs, 0)
  return { ledger: await readLedger(book), recoveryMs }
}

/** Whole: nothing pending and nothing missing. Rest is dated back to the last change. */
async function untilRest(book: Book, { quietMs = 5_000, patienceMs = 90_000 }: Options) {
  const endMs = performance.now() + patienceMs
  let last: Glance | undefined
  let restedAtMs = performance.now()
  while (performance.now() < endMs) {
    const askedMs = performance.now()
    const seen = await glance(book).catch(() => undefined)
    // What goes from a table to a topic while they are asked is seen in neither: it takes two looks that agree.
    const isSame = isDeepStrictEqual(seen, last)
    if (!isSame) restedAtMs = performance.now()
    last = seen
    const isWhole = seen !== undefined && seen.done === seen.wanted
    const isQuiet = isWhole || (isSame && performance.now() - restedAtMs > quietMs)
    if (seen?.pending === 0 && isQuiet) return { isWhole, restedAtMs }
    // A glance asks three groups and a database; on a busy machine it is left to rest.
    await delay(Math.max(intervalMs, performance.now() - askedMs))
  }
  return { isWhole: false, restedAtMs: performance.now() }
}

/** What changes as long as anything is under way; cheap enough to be asked for all the time. */
async function glance({ where, effects, tag }: Book): Promise<Glance> {
  const { databaseUrl, brokers } = where
  const statement = `
    with mine as (select id, status from "order".orders where email like $1)
    select (select count(*) from "order".outbox where aggregateid in (select id::text from mine))::int
        + (select count(*) from inventory.outbox where aggregateid in (select id::text from mine))::int
        + (select count(*) from (${effects.deferred}) as d
            where order_id in (select id from mine))::int as waiting,
      (select count(*) from mine)::int * 4 as wanted,
      (select count(*) from mine where status <> 'placed')::int
        + (select count(*) from mine where id in (select order_id from (${effects.holds}) as h))::int
        + (select count(distinct (order_id, occasion)) from (${effects.mails}) as m
            where order_id in (select id from mine))::int as done`
  const [[row], ...lags] = await Promise.all([
    readRows<{ waiting: number; wanted: number; done: number }>(databaseUrl, statement, [
      `${tag}-%`,
    ]),
    ...groupIds.map(async (groupId) => {
      const topics = [listeners[groupId]]
      return (await readGroup({ brokers, groupId, topics })).lag
    }),
  ])
  const lag = lags.reduce((sum, one) => sum + one, 0)
  return { pending: (row?.waiting ?? 0) + lag, done: row?.done ?? 0, wanted: row?.wanted ?? 0 }
}
