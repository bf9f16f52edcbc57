import type { RecordsBatch } from '@platformatic/kafka'

const transactional = 1 << 4
export const controlBatch = 1 << 5

export type Aborted = { readonly producerId: bigint; readonly firstOffset: bigint }

/** Leaves out what transactions have written that were aborted; the ends of transactions stay. */
export function withoutAborted<Batch extends RecordsBatch>(
  batches: readonly Batch[],
  aborted: readonly Aborted[],
): readonly Batch[] {
  const waiting = aborted.toSorted((a, b) => Number(a.firstOffset - b.firstOffset))
  const open = new Set<bigint>()
  return batches.filter((batch) => {
    for (; waiting[0] && waiting[0].firstOffset <= lastOffsetOf(batch); waiting.shift())
      open.add(waiting[0].producerId)
    if (isAbort(batch)) open.delete(batch.producerId)
    const isData = !(batch.attributes & controlBatch)
    return !(isData && batch.attributes & transactional && open.has(batch.producerId))
  })
}

export function lastOffsetOf({ firstOffset, lastOffsetDelta }: RecordsBatch): bigint {
  return firstOffset + BigInt(lastOffsetDelta)
}

/** The key of a control record is its version and its type, 0 for an abort. */
function isAbort({ attributes, records: [marker] }: RecordsBatch): boolean {
  return Boolean(attributes & controlBatch) && marker?.key?.readInt16BE(2) === 0
}
