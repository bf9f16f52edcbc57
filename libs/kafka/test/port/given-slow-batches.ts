import type { FetchedBatch } from '../../src/client/port/fetched-batch.ts'
import { takeAll } from './given-group.ts'

/** Batches of some partitions that are in hand until the gate opens, and who else is given one of them meanwhile. */
export function givenSlowBatches(slow: readonly number[]) {
  const gate = Promise.withResolvers<void>()
  const inHand = new Set<number>()
  const takenTwice: number[] = []
  return {
    inHand,
    takenTwice,
    open: gate.resolve,
    async takeSlowly(batch: FetchedBatch): Promise<void> {
      if (!slow.includes(batch.partition)) return takeAll(batch)
      inHand.add(batch.partition)
      await gate.promise
      await takeAll(batch).finally(() => inHand.delete(batch.partition))
    },
    async takeAtOnce(batch: FetchedBatch): Promise<void> {
      if (inHand.has(batch.partition)) takenTwice.push(batch.partition)
      await takeAll(batch)
    },
  }
}
