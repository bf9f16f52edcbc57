import { eventually } from '@tailspan/testkit'
import { quantile } from '../measure/quantile.ts'
import { type Load, placeOrders } from '../stage/load.ts'
import { type Cost, costOver, readCost } from './cost.ts'
import type { OpenShop } from './open-shop.ts'
import { type Progress, untilRest } from './until-rest.ts'

/** What a load did to a shop. */
export type Taken = {
  readonly acceptedPerSecond: number
  /** Of all that were accepted, from the first order until the backlog is gone. */
  readonly settledPerSecond: number
  /** Processor time of a settled order, in ms. */
  readonly cpuMs: Cost
  readonly p50Ms: number
  readonly p99Ms: number
  /** Answered with anything but 202, or not at all. */
  readonly refused: number
  /** Stored and never settled, or answered with 202 and not stored. */
  readonly lost: number
  readonly settled: number
}

/** Without pause and long enough: a compiler does not know of a short round. */
export const warmUp: Omit<Load, 'urls'> = { seconds: 6, pace: { clients: 16 } }

const counting = `select
  count(*) filter (where status = 'placed')::int as unsettled,
  count(*) filter (where status <> 'placed')::int as settled,
  ((select count(*) from "order".outbox) + (select count(*) from inventory.outbox))::int as waiting
  from "order".orders`

/** Places orders, waits until the last one is settled, and counts from outside what became of them. */
export async function takeOrders(
  shop: OpenShop,
  { seconds, pace }: Omit<Load, 'urls'>,
): Promise<Taken> {
  const before = await lookAt(shop)
  const costBefore = await readCost(shop.pids())
  const outcome = await placeOrders({ urls: [shop.orderUrl], seconds, pace })
  const endedAtMs = performance.now()
  const rest = await untilRest(() => lookAt(shop))
  const costAfter = await readCost(shop.pids())
  const { answersMs, refused, unsent } = outcome
  const settled = rest.settled - before.settled
  const backlogSeconds = Math.max(0, rest.changedAtMs - endedAtMs) / 1_000
  return {
    acceptedPerSecond: answersMs.length / seconds,
    settledPerSecond: settled / (seconds + backlogSeconds),
    cpuMs: costOver(costBefore, costAfter, settled),
    p50Ms: quantile(answersMs, 0.5),
    p99Ms: quantile(answersMs, 0.99),
    refused: refused + unsent,
    settled,
    lost: countLost(before, rest, answersMs.length),
  }
}

/** Ends the order service by SIGTERM while orders are placed, and starts it again; how many orders were lost. */
export async function loseByStop(shop: OpenShop): Promise<number> {
  const before = await lookAt(shop)
  const loaded = placeOrders({ urls: [shop.orderUrl], ...stopped })
  await untilMore(shop, before, loaded)
  await shop.stopOrder()
  const { answersMs } = await loaded
  await shop.resumeOrder()
  return countLost(before, await untilRest(() => lookAt(shop)), answersMs.length)
}

const stopped = { seconds: 3, pace: { clients: 16 } } as const
const enough = 16

/** In the middle of the load; on a machine that is busy otherwise at its end. */
async function untilMore(
  shop: OpenShop,
  before: Progress,
  loaded: Promise<unknown>,
): Promise<void> {
  let isOver = false
  const end = () => {
    isOver = true
  }
  loaded.then(end, end)
  await eventually(async () => isOver || stored(await lookAt(shop)) >= stored(before) + enough)
}

function stored({ settled, unsettled }: Progress): number {
  return settled + unsettled
}

async function lookAt({ database }: OpenShop): Promise<Progress> {
  return (await database.query<Progress>(counting)).rows[0] as Progress
}

/** What an earlier load lost is not lost again. */
function countLost(before: Progress, after: Progress, accepted: number): number {
  const unsettled = after.unsettled - before.unsettled
  const unstored = accepted - (stored(after) - stored(before))
  return Math.max(0, unsettled) + Math.max(0, unstored)
}
