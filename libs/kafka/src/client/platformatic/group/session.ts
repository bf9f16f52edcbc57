import { ProtocolError } from '@platformatic/kafka'
import type { TopicPartition } from '../../port/connections.ts'
import type { FetchedBatch } from '../../port/fetched-batch.ts'
import type { GroupEvents, GroupSettings, OnBatch } from '../../port/group-client.ts'
import { partitionsOf } from '../../port/topic-partition.ts'
import { type Fetched, fetchRecords, isAt, type Position } from '../fetch/fetch-records.ts'
import { askLocations, Locations } from '../fetch/locations.ts'
import type { Wire } from '../wire.ts'
import { Batches } from './batches.ts'
import type { Coordinator } from './coordinator.ts'
import { groupFaultOf, PartitionsChanged } from './group-fault.ts'
import { Heartbeats } from './heartbeats.ts'
import { isServed } from './is-served.ts'
import { Offsets } from './offsets.ts'
import { pauseFor } from './pause-for.ts'
import type { Pauses } from './pauses.ts'
import type { GroupProtocol, Membership } from './protocol.ts'
import { Share } from './share.ts'
import { Whereabouts } from './whereabouts.ts'

type Needs = {
  readonly wire: Wire
  readonly coordinator: Coordinator
  readonly protocol: GroupProtocol
  readonly membership: Membership
  readonly group: GroupSettings & { readonly metadataMs: number }
  readonly pauses: Pauses
  readonly events: GroupEvents
  readonly onBatch: OnBatch
  readonly stop: AbortSignal
}

const nowhere = new Locations([])
const retryMs = 250
const offsetOutOfRange = 1

/** The group gives this partition to another member, which waits for this one. */
class PartitionMoves extends ProtocolError {
  constructor() {
    super('REBALANCE_IN_PROGRESS')
  }
}

/** One membership in a group: fetches what this member is given, until it has to join again or stops. */
export class Session {
  readonly #needs: Needs
  readonly #offsets: Offsets
  readonly #heartbeats: Heartbeats
  readonly #batches: Batches
  readonly #share: Share
  readonly #whereabouts: Whereabouts
  readonly #fetching = new Set<number>()
  readonly #over = new AbortController()
  #change = Promise.withResolvers<void>()

  constructor(needs: Needs) {
    const { group, stop, membership, protocol } = needs
    const onOver = (error: unknown) => this.#end(error)
    this.#needs = needs
    this.#offsets = new Offsets({ ...needs, groupId: group.groupId })
    this.#share = new Share(membership.assignment, {
      release: (partitions) => this.#release(partitions),
      take: (partitions) => this.#offsets.load(partitions),
      onChanged: () => this.#noteChanged(),
      onFailed: onOver,
    })
    this.#heartbeats = new Heartbeats({
      sessionMs: group.sessionMs,
      intervalMs: () => protocol.heartbeatMs,
      onOver,
      send: async () => this.#share.aimAt(await protocol.beat(membership, this.#share.held)),
    })
    this.#batches = new Batches({
      concurrency: group.concurrency,
      take: (fetched) => this.#take(fetched),
      onChange: () => this.wake(),
    })
    this.#whereabouts = new Whereabouts({
      topics: group.topics,
      metadataMs: group.metadataMs,
      dealtFrom: membership.dealtFrom,
      ask: () => askLocations(needs.wire, group.topics),
      onChanged: () => protocol.assignor === 'member' && this.#end(new PartitionsChanged()),
    })
    stop.addEventListener('abort', () => this.#over.abort(), { signal: this.#over.signal })
    if (stop.aborted) this.#over.abort()
    this.#over.signal.addEventListener('abort', () => this.wake())
  }

  /** Resolves when no record is in hand any more, to what has ended it. */
  async run(): Promise<unknown> {
    this.#heartbeats.start()
    try {
      const begun = this.#offsets.load(partitionsOf(this.#needs.membership.assignment))
      await Promise.all([this.#whereabouts.ask(), begun])
      await this.#fetchUntilOver()
    } catch (error) {
      this.#end(error)
    }
    await this.#batches.end()
    // What a refused commit leaves out is redelivered.
    await this.#offsets.commit().catch(() => {})
    this.#heartbeats.stop()
    this.#whereabouts.stop()
    return this.#over.signal.reason
  }

  /** Something has changed that may let it fetch more. */
  wake(): void {
    this.#change.resolve()
  }

  get #isOver(): boolean {
    return this.#over.signal.aborted
  }

  #end(error: unknown): void {
    this.#over.abort(error)
  }

  async #fetchUntilOver(): Promise<void> {
    while (!this.#isOver) {
      this.#change = Promise.withResolvers()
      this.#fetchAll()
      await this.#change.promise
    }
  }

  #fetchAll(): void {
    if (this.#batches.isFull) return
    const idle = this.#offsets.positions.filter(
      (one) => this.#share.has(one) && !this.#batches.holds(one) && !this.#needs.pauses.has(one),
    )
    const byLeader = Map.groupBy(idle, (one) => this.#whereabouts.locations?.leaderOf(one) ?? -1)
    for (const [leader, positions] of byLeader)
      if (!this.#fetching.has(leader)) void this.#fetchFrom(leader, positions)
  }

  async #fetchFrom(leader: number, positions: readonly Position[]): Promise<void> {
    const locations = this.#whereabouts.locations ?? nowhere
    const from = { leader, locations, maxWaitMs: this.#batches.fetchWaitMs }
    for (const one of positions) this.#batches.hold(one)
    this.#fetching.add(leader)
    try {
      const answers = await fetchRecords(this.#needs.wire, from, positions)
      if (isServed(answers)) this.#needs.events.onFetched()
      for (const one of positions) this.#receive(one, answers.find(isAt(one)))
      void this.#commitAgain()
    } catch (error) {
      for (const one of positions) void this.#retry(one, error)
    }
    this.#fetching.delete(leader)
    this.wake()
  }

  #receive(position: Position, fetched: Fetched | undefined): void {
    if (this.#isOver) return
    const isOurs = this.#share.has(position) && this.#offsets.isCurrent(position)
    if (!isOurs) this.#batches.free(position)
    else if (fetched?.errorCode) void this.#retry(position, new ProtocolError(fetched.errorCode))
    else if (fetched && fetched.next > position.next) this.#batches.add(fetched)
    else this.#batches.free(position)
  }

  /** The other partitions go on meanwhile. */
  async #retry(position: Position, error: unknown): Promise<void> {
    if (this.#isOver) return
    const isOut = error instanceof ProtocolError && error.apiCode === offsetOutOfRange
    if (!isOut && groupFaultOf(error) !== 'passes') return this.#end(error)
    if (!isOut) await pauseFor(retryMs, this.#over.signal)
    await (isOut ? this.#offsets.beginAgain(position).catch(() => {}) : this.#whereabouts.ask())
    this.#batches.free(position)
  }

  /** Between two batches of a partition its offset is committed. */
  async #take(fetched: Fetched): Promise<void> {
    try {
      if (fetched.records.length > 0) await this.#needs.onBatch(this.#toBatch(fetched))
      else this.#offsets.resolve(fetched)
      await this.#offsets.commit()
    } catch (error) {
      this.#noteFault(error)
    }
  }

  /** What could not be committed; for long no other record may come. */
  async #commitAgain(): Promise<void> {
    try {
      if (!this.#isOver) await this.#offsets.commitIfDue()
    } catch (error) {
      this.#noteFault(error)
    }
  }

  #noteFault(error: unknown): void {
    const isMoving = error instanceof PartitionMoves
    if (!isMoving && groupFaultOf(error) !== 'passes') this.#end(error)
  }

  /** Between two records its batch ends by itself. */
  async #release(partitions: readonly TopicPartition[]): Promise<void> {
    await this.#batches.endOf(partitions)
    // What a refused commit leaves out is redelivered.
    await this.#offsets.commit().catch(() => {})
    this.#offsets.drop(partitions)
  }

  #noteChanged(): void {
    if (this.#isOver) return
    this.#needs.events.onJoined(this.#share.held)
    this.wake()
    this.#heartbeats.beatAgain().catch(() => {})
  }

  async #beatFor(partition: TopicPartition): Promise<void> {
    // Also while the partition moves: whether this member is still one is for the broker to say.
    await this.#heartbeats.beat()
    if (!this.#isOver && !this.#share.has(partition)) throw new PartitionMoves()
  }

  #toBatch(fetched: Fetched): FetchedBatch {
    const { topic, partition, records, next } = fetched
    const last = records.at(-1)?.offset
    return {
      topic,
      partition,
      records,
      highWatermark: String(fetched.highWatermark),
      lastOffset: String(next - 1n),
      isRunning: () => !this.#isOver,
      isStale: () => this.#isOver || !this.#share.has(fetched),
      heartbeat: () => this.#beatFor(fetched),
      resolveOffset: (offset) =>
        this.#offsets.resolve({
          topic,
          partition,
          next: offset === last ? next : BigInt(offset) + 1n,
        }),
      commitIfDue: () => this.#offsets.commitIfDue(),
      pause: () => this.#needs.pauses.pause(fetched),
    }
  }
}
