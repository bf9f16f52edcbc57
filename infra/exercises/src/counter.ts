import {
  type Book,
  type Clients,
  createClients,
  createRandom,
  type Ledger,
  openBook,
  settle,
} from '@tailspan/experiment'
import { findContender } from './contender.ts'
import type { Watching } from './exercise.ts'

/** Clients of one run of an exercise, and the ledger of their orders. */
export type Counter = {
  readonly book: Book
  readonly clients: Clients
  /** The traces of all clients, in the order in which they came. */
  traces(): readonly string[]
  /** Waits until nothing is under way any more, and counts. */
  count(): Promise<Ledger>
}

/** Long enough that what is still to come has come. */
export const waits = { quietMs: 1_500, patienceMs: 60_000 }
let nth = 0

/** Opens a book for orders of this exercise alone; every client begins a trace that is shown. */
export async function openCounter({ rig, show }: Watching): Promise<Counter> {
  const { effects } = findContender('durable')
  nth += 1
  const tag = `exercise-${Date.now().toString(36)}-${nth}`
  const book = await openBook(rig.where, effects, tag)
  const onOrder = ({ traceId }: { readonly traceId: string }) => show(traceId)
  const random = createRandom(nth)
  const clients = createClients({ book, orderUrl: rig.orderUrl, random, onOrder })
  return {
    book,
    clients,
    traces: () => [...book.entries.values()].map(({ traceId }) => traceId),
    async count() {
      const decide = async () => {}
      const overAtMs = performance.now()
      return (await settle(book, { overAtMs, decide, ...waits })).ledger
    },
  }
}
