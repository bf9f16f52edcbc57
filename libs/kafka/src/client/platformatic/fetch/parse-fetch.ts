import type { Reader } from '@platformatic/kafka'
import type { Aborted } from './without-aborted.ts'

/*
 * Fetch response, versions 13 to 17
 * ├── throttle_time_ms int32, error_code int16, session_id int32
 * └── responses[]
 *     ├── topic_id   uuid
 *     └── partitions[]
 *         ├── partition_index int32, error_code int16
 *         ├── high_watermark int64, last_stable_offset int64, log_start_offset int64
 *         ├── aborted_transactions[]  producer_id int64, first_offset int64
 *         ├── preferred_read_replica  int32
 *         └── records    compact bytes: batches, the last one perhaps cut off
 */
export type FetchAnswer = {
  readonly errorCode: number
  readonly responses: readonly {
    readonly topicId: string
    readonly partitions: readonly FetchedPartition[]
  }[]
}

export type FetchedPartition = {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly highWatermark: bigint
  readonly abortedTransactions: readonly Aborted[]
  /** Batches as they lie in the log. */
  readonly records: Buffer
}

/** Parses the answer, and leaves its batches to us: the client throws the whole answer away for one that it cannot decode. */
export function parseFetch(reader: Reader): FetchAnswer {
  reader.readInt32()
  const errorCode = reader.readInt16()
  reader.readInt32()
  const responses = reader.readArray((r) => ({
    topicId: r.readUUID(),
    partitions: r.readArray(readPartition),
  }))
  return { errorCode, responses }
}

function readPartition(r: Reader): FetchedPartition {
  const partitionIndex = r.readInt32()
  const errorCode = r.readInt16()
  const highWatermark = r.readInt64()
  r.readInt64()
  r.readInt64()
  const abortedTransactions = r.readArray(readAborted)
  r.readInt32()
  const records = r.readNullableBytes() ?? Buffer.alloc(0)
  return { partitionIndex, errorCode, highWatermark, abortedTransactions, records }
}

function readAborted(r: Reader): Aborted {
  return { producerId: r.readInt64(), firstOffset: r.readInt64() }
}
