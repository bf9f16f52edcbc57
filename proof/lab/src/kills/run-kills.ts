import { setTimeout as delay } from 'node:timers/promises'
import {
  type Book,
  type Contender,
  createRandom,
  type Ledger,
  openBook,
  type Progress,
  type Rig,
  settle,
} from '@tailspan/experiment'
import { readRows } from '@tailspan/testkit'
import { type Death, KillScheduler } from './kill-scheduler.ts'
import { orderPatiently, type Patience } from './patient-client.ts'
import { type Killable, planKills } from './plan-kills.ts'

/** How much is killed, and who is tried. */
export type KillPlan = {
  readonly contender: Contender
  readonly kills: number
  readonly orders: number
  readonly seed: number
  /** What may be killed: all of it unless given. */
  readonly parts?: readonly Killable[]
}

/** What many kills have left behind. */
export type KillResult = KillPlan & {
  readonly ledger: Ledger
  readonly deaths: readonly Death[]
  /** Orders beyond the first of one client with one Idempotency-Key. */
  readonly duplicateOrders: number
  /** Clients whose patience was over before a 202. */
  readonly unanswered: number
  /** Tries that clients repeated, counted by what they got. */
  readonly failedTries: ReadonlyMap<string, number>
  /** From the last restart until every effect was there. */
  readonly recoveryMs: number
}

type Place = { readonly rig: Rig; readonly progress: Progress; readonly signal?: AbortSignal }

const ordersPerSecond = 20
const shortestRoundMs = 1_500

/**
 * Kills one part after the other while clients keep ordering, without waiting for recovery in between:
 * the next one may die while the last one still comes back.
 */
export async function runKills(place: Place, plan: KillPlan): Promise<KillResult> {
  const { rig } = place
  const { contender } = plan
  await rig.deploy(contender.deployment)
  const tag = `kills-${contender.name}-${process.pid}`
  const book = await openBook(rig.where, contender.effects, tag)
  const { deaths, overAtMs } = await killAll(book, place, plan)
  const decide = () => restartOrder(rig)
  const patienceMs = patienceFor(plan)
  const { ledger, recoveryMs } = await settle(book, { overAtMs, decide, patienceMs })
  return {
    ...plan,
    ledger,
    deaths,
    recoveryMs,
    failedTries: book.failedTries,
    duplicateOrders: await countDuplicateOrders(book),
    unanswered: [...book.entries.values()].filter(({ answeredId }) => !answeredId).length,
  }
}

/** Of a client for its answer, and of all for the last effect: consumers take in one after the other. */
function patienceFor({ orders }: KillPlan): number {
  return 120_000 + 50 * orders
}

async function killAll(book: Book, { rig, progress, signal }: Place, plan: KillPlan) {
  const { contender, kills, orders, seed, parts } = plan
  const roundMs = Math.max(shortestRoundMs, (1_000 * orders) / kills / ordersPerSecond)
  const planned = planKills({ kills, roundMs, random: createRandom(seed), ...(parts && { parts }) })
  const scheduler = new KillScheduler(rig, signal)
  const clients: Promise<void>[] = []
  const patience = { orderUrl: rig.orderUrl, patienceMs: patienceFor(plan) }
  for (const [nth, kill] of planned.entries()) {
    signal?.throwIfAborted()
    progress.show(`${contender.name}: kill ${nth + 1} of ${kills}, ${kill.part}; ${placed(book)}`)
    const count = Math.round(((nth + 1) * orders) / kills) - clients.length
    await Promise.all([order(clients, { count, roundMs, book, patience }), scheduler.kill(kill)])
  }
  progress.show(`${contender.name}: all kills are done, waiting for the last effects`)
  const deaths = await scheduler.finish()
  const overAtMs = performance.now()
  await Promise.all(clients)
  return { deaths, overAtMs }
}

type Group = {
  readonly count: number
  readonly roundMs: number
  readonly book: Book
  readonly patience: Patience
}

/** Sends so many clients on their way, evenly over the round; they come back whenever they do. */
async function order(
  clients: Promise<void>[],
  { count, roundMs, book, patience }: Group,
): Promise<void> {
  for (let i = 0; i < count; i++) {
    clients.push(orderPatiently(book, patience))
    await delay(roundMs / count)
  }
}

// What only the memory of a process knows is not kept: it is lost.
async function restartOrder(rig: Rig): Promise<void> {
  await rig.stop('order')
  await rig.start('order')
}

async function countDuplicateOrders({ where, tag }: Book): Promise<number> {
  const rows = await readRows<{ more: number }>(
    where.databaseUrl,
    `select (count(*) - count(distinct email))::int as more from "order".orders where email like $1`,
    [`${tag}-%`],
  )
  return rows[0]?.more ?? Number.NaN
}

function placed({ entries }: Book): string {
  const answered = [...entries.values()].filter(({ answeredId }) => answeredId).length
  return `${answered} of ${entries.size} orders answered`
}
