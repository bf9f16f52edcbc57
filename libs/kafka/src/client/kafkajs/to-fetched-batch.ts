import type { Batch, EachBatchPayload } from 'kafkajs'
import type { IncomingRecord } from '../../message/incoming-record.ts'
import type { FetchedBatch } from '../port/fetched-batch.ts'
import { toIncomingRecord } from './to-incoming-record.ts'

/** Takes over what kafkajs hands to `eachBatch`. */
export function toFetchedBatch(payload: EachBatchPayload): FetchedBatch {
  const { batch } = payload
  return {
    topic: batch.topic,
    partition: batch.partition,
    records: recordsOf(batch),
    highWatermark: batch.highWatermark,
    lastOffset: batch.lastOffset(),
    isRunning: payload.isRunning,
    isStale: payload.isStale,
    heartbeat: payload.heartbeat,
    resolveOffset: payload.resolveOffset,
    commitIfDue: () => payload.commitOffsetsIfNecessary(),
    pause: payload.pause,
  }
}

function recordsOf(batch: Batch): IncomingRecord[] {
  return batch.messages.map((message) => toIncomingRecord(batch, message))
}
