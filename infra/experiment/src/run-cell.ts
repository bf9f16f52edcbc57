import { uniqueId } from '@tailspan/testkit'
import { createClients, type OnOrder } from './clients.ts'
import type { Contender } from './contenders.ts'
import type { Fault } from './faults/fault.ts'
import { openBook } from './ledger/book.ts'
import type { Ledger } from './ledger/read-ledger.ts'
import { settle } from './ledger/settle.ts'
import { createRandom } from './random.ts'
import type { Rig } from './rig/rig.ts'

/** One contender under one fault: all that was seen. */
export type Cell = {
  readonly strategy: string
  readonly fault: string
  readonly ledger: Ledger
  readonly answerMs: readonly number[]
  readonly failedTries: ReadonlyMap<string, number>
  readonly recoveryMs: number
  /** The traces that the clients began, in their order. */
  readonly traceIds: readonly string[]
}

/** Who is tried, under what, with how many orders. */
export type Experiment = {
  readonly contender: Contender
  readonly fault: Fault
  readonly orders: number
  readonly seed: number
  /** As long as this nothing may change before what is missing counts as lost. */
  readonly quietMs?: number
  /** What is pending for longer is left to a restart. */
  readonly patienceMs?: number
  /** Called for each order before it is sent. */
  readonly onOrder?: OnOrder
}

/** Places the orders, lets the fault happen, waits until the system is at rest, counts. */
export async function runCell(rig: Rig, experiment: Experiment): Promise<Cell> {
  const { contender, fault, orders, seed } = experiment
  const { quietMs = 5_000, patienceMs = 60_000 } = experiment
  const { deployment } = contender
  await rig.deploy({ ...deployment, order: { ...deployment.order, ...fault.order } })
  const tag = uniqueId(`${contender.name}-${fault.name}`)
  const book = await openBook(rig.where, contender.effects, tag)
  const random = createRandom(seed)
  const clients = createClients({
    book,
    orderUrl: rig.orderUrl,
    random,
    onOrder: experiment.onOrder,
  })
  const ends: number[] = []
  const over = () => void ends.push(performance.now())
  try {
    await fault.run({ rig, clients, book, count: orders, random, over })
  } catch (error) {
    // The cells after this one need the link.
    await rig.wire.release()
    throw error
  }
  over()
  const decide = async () => {
    await rig.stop('order')
    await rig.start('order')
  }
  const { ledger, recoveryMs } = await settle(book, {
    overAtMs: Math.min(...ends),
    decide,
    quietMs,
    patienceMs,
  })
  const answerMs = [...book.entries.values()].flatMap((entry) => entry.answerMs ?? [])
  const { failedTries } = book
  return {
    strategy: contender.name,
    fault: fault.name,
    ledger,
    answerMs,
    failedTries,
    recoveryMs,
    traceIds: [...book.entries.values()].map(({ traceId }) => traceId),
  }
}
