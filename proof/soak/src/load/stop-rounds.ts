import { setTimeout as delay } from 'node:timers/promises'
import {
  type Account,
  restartOrder,
  type Settings,
  type Shop,
  type Stopped,
  settleAccount,
} from '@tailspan/experiment'
import { answers } from '@tailspan/local'
import { eventually } from '@tailspan/testkit'
import { createLoad, type Load, type LoadOptions } from './load.ts'
import type { Tally } from './tally.ts'

/** Which strategy is stopped how often under which load. */
export type StopOptions = Omit<LoadOptions, 'url' | 'slowestPauseMs'> & {
  readonly strategy: 'detached' | 'background'
  readonly rounds: number
  readonly onRound?: (round: number) => void
  readonly signal?: AbortSignal
}

/** What the stops did to the orders, from outside. */
export type StopResult = Pick<StopOptions, 'strategy' | 'protocol'> & {
  readonly account: Account
  readonly tally: Tally
  /** One for each round. */
  readonly stops: readonly Stopped[]
  /** A stop in peace, after the last client: its process had served, too. */
  readonly lastStop: Stopped
}

// The link is held for a second at least: what is accepted in its first half is what the stop must not lose.
const halfHoldMs = 500
// A stop waits for clients that are still sending. Slower clients would give the mistake time to send all that it has.
const slowestPauseMs = 40
const fewOrders = 12

/** Stops the order service again and again while clients keep coming, the link to Kafka held around each stop. */
export async function stopUnderLoad(shop: Shop, options: StopOptions): Promise<StopResult> {
  const { protocol, strategy, rounds, random, signal } = options
  // On a busy machine what is accepted under load takes longer than the default to leave.
  const settings = { PUBLISH: strategy, HTTP_PROTOCOL: protocol, DRAIN: '30s' }
  await shop.reopen(settings)
  const load = createLoad({ ...options, slowestPauseMs, url: shop.orderUrl })
  const over = new AbortController()
  const loading = load.run(Number.POSITIVE_INFINITY, over.signal)
  const stops: Stopped[] = []
  try {
    for (let round = 1; round <= rounds && !signal?.aborted; round += 1) {
      await untilServed(load)
      await delay(random.between(200, 800))
      stops.push(await stopWhileHeld(shop, { load, settings }))
      options.onRound?.(round)
    }
  } finally {
    over.abort()
    await loading
  }
  const lastStop = await restartOrder(shop, settings)
  const tally = load.tally()
  const account = await settleAccount(shop, { tag: options.tag, answered: tally.accepted })
  return { strategy, protocol, account, tally, stops, lastStop }
}

/** A process that has just begun is stopped while it works, however long it takes to come to that. */
async function untilServed(load: Load): Promise<void> {
  const before = load.tally().accepted.size
  await eventually(() => load.tally().accepted.size >= before + fewOrders, { timeoutMs: 60_000 })
}

type Needs = { readonly load: Load; readonly settings: Settings }

async function stopWhileHeld(shop: Shop, { load, settings }: Needs): Promise<Stopped> {
  const { kafka } = shop.links
  kafka.hold()
  try {
    await Promise.all([delay(halfHoldMs), untilServed(load)])
    const closed = untilClosed(shop)
    const stopping = restartOrder(shop, settings)
    // Let go before it has noticed, it would send what it has.
    await Promise.all([delay(halfHoldMs), closed])
    kafka.release()
    return await stopping
  } finally {
    kafka.release()
  }
}

/** The process that serves now listens no more, or has ended: then the next one may listen. */
async function untilClosed({ system, orderUrl }: Shop): Promise<void> {
  const port = Number(new URL(orderUrl).port)
  let hasEnded = false
  void system.part('order')?.process.exited.then(() => {
    hasEnded = true
  })
  await eventually(async () => hasEnded || !(await answers(port)))
}
