import { setTimeout as delay } from 'node:timers/promises'
import type { Ledger } from '@tailspan/experiment'
import type { Runner } from '@tailspan/local/start'

/** The book of one burst: places its orders, counts from outside what became of them. */
export type BurstLedger = {
  /** As it was counted last; undefined before. */
  latest(): Ledger | undefined
  /** What clients saw: orders sent, answers with 202 and how long they took, everything else by what it was. */
  seen(): Seen
  placeOne(how: { readonly hangUp: boolean }): Promise<void>
  count(): Promise<void>
  /** Counts until every order has come to its end, or for a minute. */
  follow(signal: AbortSignal): Promise<void>
}

export type Seen = {
  readonly sent: number
  readonly answered: number
  readonly answerMs: readonly number[]
  readonly failedTries: readonly (readonly [what: string, count: number])[]
}

type Options = { readonly tag: string; announce(): void }

const pauseMs = 1_000
const patienceMs = 60_000

/** Opens the ledger of the lab for these orders; it is loaded when the first burst begins. */
export async function openBurstLedger(
  { edgeUrl, databaseUrl, kafkaBrokers, mailUrl }: Runner,
  { tag, announce }: Options,
): Promise<BurstLedger> {
  const lab = await import('@tailspan/experiment')
  const where = { databaseUrl, brokers: kafkaBrokers, mailUrl, isShared: true }
  const [durable] = lab.contenders
  if (!durable) throw new Error('the lab knows no contender')
  const book = await lab.openBook(where, durable.effects, tag)
  const clients = lab.createClients({ book, orderUrl: edgeUrl, random: lab.createRandom(1) })
  let latest: Ledger | undefined
  const count = async () => {
    latest = await lab.readLedger(book)
    announce()
  }
  return {
    latest: () => latest,
    seen: () => toSeen(book),
    placeOne: ({ hangUp }) => (hangUp ? clients.leave(1, lab.postAndHangUp) : clients.place(1)),
    count,
    async follow(signal) {
      const endMs = performance.now() + patienceMs
      while (!signal.aborted && performance.now() < endMs) {
        await count().catch(() => {})
        if (latest && isAtRest(latest)) return
        await delay(pauseMs, undefined, { signal }).catch(() => {})
      }
    },
  }
}

/** Nothing is on its way any more. What is lost may still be on its way to where it is looked for. */
function isAtRest({ accepted, delivered, deadLettered, pending, lost }: Ledger): boolean {
  return pending === 0 && lost === 0 && delivered + deadLettered === accepted
}

type Noted = {
  readonly entries: ReadonlyMap<
    string,
    { readonly answeredId?: string; readonly answerMs?: number }
  >
  readonly failedTries: ReadonlyMap<string, number>
}

function toSeen({ entries, failedTries }: Noted): Seen {
  const all = [...entries.values()]
  return {
    sent: all.length,
    answered: all.filter(({ answeredId }) => answeredId !== undefined).length,
    answerMs: all.flatMap(({ answerMs = [] }) => answerMs).sort((a, b) => a - b),
    failedTries: [...failedTries],
  }
}
