import { ProtocolError } from '@platformatic/kafka'
import type { IncomingRecord } from '../../../message/incoming-record.ts'
import type { TopicPartition } from '../../port/connections.ts'
import type { Wire } from '../wire.ts'
import { decodeBatches } from './decode-batch.ts'
import type { Locations } from './locations.ts'
import { type FetchAnswer, type FetchedPartition, parseFetch } from './parse-fetch.ts'
import { toIncomingRecords } from './to-incoming-records.ts'
import { lastOffsetOf, withoutAborted } from './without-aborted.ts'

/** Where a partition is read next. */
export type Position = TopicPartition & { readonly next: bigint }

/** What was fetched of one partition; `next` is behind it, and behind what is not among the records. */
export type Fetched = Position & {
  readonly errorCode: number
  readonly highWatermark: bigint
  readonly records: readonly IncomingRecord[]
}

export type From = {
  readonly leader: number
  readonly locations: Locations
  /** How long it waits for a record where there is none. */
  readonly maxWaitMs: number
}

const readCommitted = 1
const maxBytes = 10_485_760
const partitionMaxBytes = 1_048_576

/** Fetches from one leader, without a fetch session. */
export async function fetchRecords(
  wire: Wire,
  { leader, locations, maxWaitMs }: From,
  positions: readonly Position[],
): Promise<readonly Fetched[]> {
  const topics = toTopics(positions, locations)
  const args = [maxWaitMs, 1, maxBytes, readCommitted, 0, -1, topics, [], '']
  const request = { name: 'Fetch', args, parse: { from: 13, read: parseFetch } }
  const { errorCode, responses } = await wire.askNode<FetchAnswer>(leader, request)
  if (errorCode) throw new ProtocolError(errorCode)
  const fetched = responses.flatMap(({ topicId, partitions }) =>
    partitions.map(async (one) => {
      const place = { topic: locations.nameOf(topicId), partition: one.partitionIndex }
      const asked = positions.find(isAt(place))
      return asked ? [await toFetched(asked, one)] : []
    }),
  )
  return (await Promise.all(fetched)).flat()
}

export function isAt({ topic, partition }: TopicPartition) {
  return (one: TopicPartition) => one.topic === topic && one.partition === partition
}

function toTopics(positions: readonly Position[], locations: Locations) {
  const how = { currentLeaderEpoch: -1, lastFetchedEpoch: -1, partitionMaxBytes }
  return [...Map.groupBy(positions, ({ topic }) => topic)].map(([topic, some]) => ({
    topicId: locations.idOf(topic),
    partitions: some.map(({ partition, next }) => ({ partition, fetchOffset: next, ...how })),
  }))
}

async function toFetched(asked: Position, answer: FetchedPartition): Promise<Fetched> {
  const batches = await decodeBatches(answer.records)
  const last = batches.at(-1)
  return {
    ...asked,
    errorCode: answer.errorCode,
    highWatermark: answer.highWatermark,
    next: last ? lastOffsetOf(last) + 1n : asked.next,
    records: withoutAborted(batches, answer.abortedTransactions)
      .flatMap((batch) => toIncomingRecords(asked, batch))
      .filter(({ offset }) => BigInt(offset) >= asked.next),
  }
}
