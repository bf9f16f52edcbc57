import { ProtocolError } from '@platformatic/kafka'
import type { PartitionOffsets } from '../port/admin-connections.ts'
import type { TopicPartition } from '../port/connections.ts'
import type {
  OffsetRange,
  ReadEvents,
  Reading,
  ReadRange,
  TopicReader,
} from '../port/topic-reader.ts'
import type { ClientSettings } from '../settings.ts'
import { askMetadata, askRaw } from './ask-metadata.ts'
import { askOffsets } from './ask-offsets.ts'
import { fetchRecords } from './fetch/fetch-records.ts'
import { askLocations } from './fetch/locations.ts'
import { groupFaultOf } from './group/group-fault.ts'
import { pauseFor } from './group/pause-for.ts'
import { Wire } from './wire.ts'

const maxWaitMs = 100
const retryMs = 250

type Moving = TopicPartition & { next: bigint }

/** Fetches partition by partition, without a group. */
export class PlatformaticReader implements TopicReader {
  readonly #wire: Wire

  constructor(settings: ClientSettings) {
    this.#wire = new Wire(settings)
  }

  async connect(): Promise<void> {
    await askMetadata(this.#wire, [])
  }

  async listTopics(): Promise<readonly string[]> {
    return (await askRaw(this.#wire, null)).topics.map(({ name }) => name)
  }

  async rangesOf(topic: string): Promise<readonly OffsetRange[]> {
    const [location] = await askMetadata(this.#wire, [topic])
    const all = (location?.partitions ?? []).map((one) => ({ topic, partition: one.partitionId }))
    const [first, end] = await Promise.all([
      askOffsets(this.#wire, all, 'first'),
      askOffsets(this.#wire, all, 'end'),
    ])
    const of = (offsets: PartitionOffsets, partition: number) =>
      offsets.find((one) => one.partition === partition)?.offset ?? '0'
    return all.map(({ partition }) => {
      return { partition, low: of(first, partition), high: of(end, partition) }
    })
  }

  async read(what: ReadRange, on: ReadEvents): Promise<Reading> {
    const positions = await this.#positionsOf(what)
    const ended = new AbortController()
    const reading = this.#fetchAll(positions, on, ended.signal).catch((error) => on.onGone?.(error))
    return {
      end: async () => {
        ended.abort()
        await reading
      },
    }
  }

  async close(): Promise<void> {
    this.#wire.cut()
  }

  async #positionsOf(what: ReadRange): Promise<Moving[]> {
    if ('from' in what) return [{ ...what.from, next: BigInt(what.from.offset) }]
    const ranges = what.topics.map(async (topic) =>
      (await this.rangesOf(topic)).map(({ partition, low }) => {
        return { topic, partition, next: BigInt(low) }
      }),
    )
    return (await Promise.all(ranges)).flat()
  }

  async #fetchAll(positions: readonly Moving[], on: ReadEvents, ended: AbortSignal): Promise<void> {
    while (!ended.aborted && positions.length > 0)
      for (const position of positions) {
        const { topic, partition, next: before } = position
        const records = await this.#fetchPatiently(position, on, ended)
        const lastOffset = String(position.next - 1n)
        if (position.next > before && !ended.aborted)
          await on.onBatch({ topic, partition, records, lastOffset, heartbeat: async () => {} })
      }
  }

  async #fetchPatiently(position: Moving, { onGone }: ReadEvents, ended: AbortSignal) {
    try {
      return await this.#fetch(position)
    } catch (error) {
      if (onGone || groupFaultOf(error) !== 'passes') throw error
      await pauseFor(retryMs, ended)
      return []
    }
  }

  async #fetch(position: Moving) {
    const locations = await askLocations(this.#wire, [position.topic])
    const from = { leader: locations.leaderOf(position), locations, maxWaitMs }
    const [fetched] = await fetchRecords(this.#wire, from, [position])
    if (fetched?.errorCode) throw new ProtocolError(fetched.errorCode)
    position.next = fetched?.next ?? position.next
    return fetched?.records ?? []
  }
}
