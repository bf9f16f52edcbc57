import type { RecordsBatch } from '@platformatic/kafka'
import { expect, test } from 'vitest'
import { withoutAborted } from './without-aborted.ts'

const transactional = 1 << 4
const control = 1 << 5

/** A batch of two records. */
function batchOf(firstOffset: bigint, producerId: bigint, attributes: number): RecordsBatch {
  return { firstOffset, producerId, attributes, lastOffsetDelta: 1, records: [] } as never
}

/** How a transaction ends: 0 for an abort, 1 for a commit. */
function endOf(firstOffset: bigint, producerId: bigint, type: 0 | 1): RecordsBatch {
  const attributes = transactional | control
  const records = [{ key: Buffer.from([0, 0, 0, type]) }]
  return { ...batchOf(firstOffset, producerId, attributes), lastOffsetDelta: 0, records } as never
}

test('what an aborted transaction has written is left out, what others have written meanwhile is not', () => {
  const batches = [
    batchOf(0n, 1n, transactional),
    batchOf(2n, 7n, transactional),
    batchOf(4n, 7n, 0),
    batchOf(6n, -1n, 0),
    endOf(8n, 7n, 0),
    batchOf(9n, 7n, transactional),
    endOf(11n, 7n, 1),
    batchOf(12n, 1n, transactional),
    endOf(14n, 1n, 0),
  ]
  const aborted = [
    { producerId: 1n, firstOffset: 12n },
    { producerId: 7n, firstOffset: 2n },
  ]

  const kept = withoutAborted(batches, aborted)

  expect(kept.map(({ firstOffset }) => firstOffset)).toEqual([0n, 4n, 6n, 8n, 9n, 11n, 14n])
})
