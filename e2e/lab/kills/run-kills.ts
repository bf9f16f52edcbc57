import { setTimeout as delay } from 'node:timers/promises'
import { readRows } from '@tailspan/testkit'
import { createRandom } from '../../load/random.ts'
import type { Progress } from '../../soak/progress.ts'
import type { Contender } from '../contenders.ts'
import { type Book, openBook } from '../ledger/book.ts'
import type { Ledger } from '../ledger/read-ledger.ts'
import { settle } from '../ledger/settle.ts'
import type { Rig } from '../rig/rig.ts'
import { orderPatiently } from './patient-client.ts'
import { type Kill, type Killable, planKills } from './plan-kills.ts'

/** How much is killed, and who is tried. */
export type KillPlan = {
  readonly contender: Contender
  readonly kills: number
  readonly orders: number
  readonly seed: number
}

/** A death, and how long it took until the part served again. */
export type Death = { readonly part: Killable; readonly backMs: number }

/** What many kills have left behind. */
export type KillResult = KillPlan & {
  readonly ledger: Ledger
  readonly deaths: readonly Death[]
  /** Orders beyond the first of one client and one Idempotency-Key. */
  readonly duplicateOrders: number
  /** Clients that gave up. */
  readonly unanswered: number
  /** What clients got instead of an answer before they asked again, counted. */
  readonly refusals: ReadonlyMap<string, number>
  /** From the last restart until every effect was there. */
  readonly recoveryMs: number
}

type Place = { readonly rig: Rig; readonly progress: Progress; readonly signal?: AbortSignal }

const ordersPerSecond = 20
const shortestRoundMs = 2_000
const patienceMs = 180_000

/**
 * Kills one part after the other while clients keep ordering, without waiting for recovery in between:
 * the next one may die while the last one still comes back.
 */
export async function runKills(place: Place, plan: KillPlan): Promise<KillResult> {
  const { rig, progress } = place
  const { contender, kills, orders, seed } = plan
  await rig.seat(contender.seat)
  const book = await openBook(
    rig.where,
    contender.effects,
    `kills-${contender.name}-${process.pid}`,
  )
  const roundMs = Math.max(shortestRoundMs, (1_000 * orders) / kills / ordersPerSecond)
  const planned = planKills({ kills, roundMs, random: createRandom(seed) })
  const undertaker = new Undertaker(rig)
  const clients: Promise<void>[] = []
  for (const [nth, kill] of planned.entries()) {
    place.signal?.throwIfAborted()
    progress.show(`${contender.name}: kill ${nth + 1} of ${kills}, ${kill.part}; ${placed(book)}`)
    const count = Math.round(((nth + 1) * orders) / kills) - clients.length
    await Promise.all([order(clients, { count, roundMs, book, rig }), undertaker.kill(kill)])
  }
  progress.show(`${contender.name}: all kills are done, waiting for the last effects`)
  const deaths = await undertaker.finish()
  const overAtMs = performance.now()
  await Promise.all(clients)
  const decide = () => restartOrder(rig)
  const { ledger, recoveryMs } = await settle(book, { overAtMs, decide, patienceMs })
  return {
    ...plan,
    ...{ ledger, deaths, recoveryMs, refusals: book.refusals },
    duplicateOrders: await countDuplicateOrders(book),
    unanswered: [...book.entries.values()].filter(({ answeredId }) => !answeredId).length,
  }
}

type Group = {
  readonly count: number
  readonly roundMs: number
  readonly book: Book
  readonly rig: Rig
}

/** Sends so many clients on their way, evenly over the round; they come back whenever they do. */
async function order(
  clients: Promise<void>[],
  { count, roundMs, book, rig: { orderUrl } }: Group,
): Promise<void> {
  for (let i = 0; i < count; i++) {
    clients.push(orderPatiently(book, { orderUrl, patienceMs }))
    await delay(roundMs / count)
  }
}

/** Kills, and sees to it that what was killed comes back. */
class Undertaker {
  readonly #rig: Rig
  readonly #deaths: Promise<Death>[] = []
  readonly #backs = new Map<Killable, Promise<Death>>()

  constructor(rig: Rig) {
    this.#rig = rig
  }

  async kill({ part, atMs, restMs }: Kill): Promise<void> {
    await delay(atMs)
    await this.#backs.get(part)
    const diedAtMs = performance.now()
    await this.#rig.kill(part)
    const back = this.#bringBack(part, { diedAtMs, restMs })
    // Whoever waits for it hears of a failure.
    back.catch(() => {})
    this.#backs.set(part, back)
    this.#deaths.push(back)
  }

  finish(): Promise<Death[]> {
    return Promise.all(this.#deaths)
  }

  async #bringBack(
    part: Killable,
    { diedAtMs, restMs }: { readonly diedAtMs: number; readonly restMs: number },
  ): Promise<Death> {
    await delay(restMs)
    await this.#rig.start(part)
    return { part, backMs: performance.now() - diedAtMs }
  }
}

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
