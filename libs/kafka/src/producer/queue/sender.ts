import { inRoot } from '@tailspan/scope'
import { DeferredAcks } from '../send/deferred-acks.ts'
import type { PendingSend } from '../send/pending-send.ts'
import { ProducerStopped } from '../send/send-errors.ts'
import { abandon } from './abandon.ts'
import { type Carrier, CarryFailed, type Way } from './carrier.ts'
import { failExpired, refuseAll, settleFailure } from './delivery.ts'
import type { PartitionSends } from './partition-sends.ts'
import { Pauses } from './pauses.ts'
import type { QueueRoom } from './queue-room.ts'
import { type Taken, takeRequests } from './requests.ts'
import type { BatchLimits } from './send-queue.ts'
import type { Progress } from './setbacks.ts'
import { plus, TopicSends } from './topic-sends.ts'

type Needs = {
  readonly carrier: Carrier
  readonly limits: BatchLimits
  readonly room: QueueRoom
  readonly backoffMs: number
}

/**
 * One request at a time to each leader: what comes meanwhile goes together in the next one. A topic that nobody
 * finds and a partition that fails wait by themselves; all others go on.
 */
export class Sender {
  readonly #needs: Needs
  readonly #topics = new Map<string, TopicSends>()
  readonly #ready = new Set<PartitionSends>()
  readonly #busy = new Set<Way>()
  readonly #giveUp = new AbortController()
  readonly #acks = new DeferredAcks()
  readonly #progress: Progress = { acks: 0 }
  readonly #pauses: Pauses
  #isAwake = false
  #isClosed = false
  #onEmpty: (() => void) | undefined

  constructor(needs: Needs) {
    this.#needs = needs
    this.#pauses = new Pauses(needs.backoffMs, this.#giveUp.signal)
  }

  get pending(): number {
    let sum = 0
    for (const { size } of this.#topics.values()) sum += size
    return sum
  }

  add(send: PendingSend): void {
    if (this.#isClosed) throw new ProducerStopped()
    const partition = this.#topicOf(send).add(send, this.#needs.carrier)
    if (partition) this.#enlist(partition)
    send.begin()
    this.#wake()
  }

  /** Honoured while the record waits here; for one in hand its attempt decides. */
  cancel(send: PendingSend): void {
    if (!this.#topics.get(send.message.topic)?.remove(send)) return
    send.fail(send.signal.reason)
    this.#tellIfEmpty()
  }

  /** Takes nothing more and waits for what it has; an aborted signal ends the waiting. */
  async close(signal: AbortSignal): Promise<void> {
    this.#isClosed = true
    const isOver = Promise.withResolvers<void>()
    this.#onEmpty = isOver.resolve
    signal.addEventListener('abort', this.#onEmpty, { once: true })
    if (signal.aborted) isOver.resolve()
    this.#tellIfEmpty()
    await isOver.promise
    if (this.pending === 0) return
    this.#giveUp.abort()
    this.#acks.resolve()
    abandon(this.#topics.values(), this.#needs.carrier)
  }

  // In the root, or the first caller's request would stay alive as long as there is work. A turn
  // later, so that everybody who sends in this one travels in the same batch.
  #wake(): void {
    if (this.#isAwake) return
    this.#isAwake = true
    inRoot(() => setImmediate(this.#work))
  }

  readonly #work = (): void => {
    this.#isAwake = false
    if (this.#giveUp.signal.aborted) return
    const { carrier, limits } = this.#needs
    for (const topic of this.#topics.values())
      if (topic.unassigned.size > 0 && !topic.isLocating) void this.#locate(topic)
    const { requests, lost } = takeRequests(this.#ready, { carrier, limits, busy: this.#busy })
    for (const [way, taken] of requests) void this.#carry(way, taken)
    for (const sends of lost) void this.#seek(sends)
  }

  async #carry(way: Way, taken: readonly Taken[]): Promise<void> {
    this.#busy.add(way)
    const outcomes = await carryAll(way, taken)
    this.#busy.delete(way)
    if (this.#giveUp.signal.aborted) return
    const failed = taken.flatMap((one, i) =>
      outcomes[i] ? [{ ...one, failure: outcomes[i] }] : [],
    )
    const acked = taken.filter((_, i) => !outcomes[i])
    if (acked.length > 0) this.#pauses.endUnlessLocal()
    for (const { sends, parcel, failure } of failed) this.#fail(sends, parcel, failure)
    this.#acknowledge(acked)
  }

  // While others wait, theirs is sent first: the broker works while these callers go on.
  #acknowledge(acked: readonly Taken[]): void {
    this.#progress.acks += acked.length
    for (const { sends } of acked) {
      sends.settle()
      sends.setbacks.clear()
      sends.isAway = false
      this.#enlist(sends)
    }
    this.#acks.add(acked.flatMap(({ parcel }) => parcel.loads))
    this.#work()
    if (this.pending === 0) this.#acks.resolve()
    else setImmediate(() => this.#acks.resolve())
    this.#tellIfEmpty()
  }

  #fail(sends: PartitionSends, parcel: Taken['parcel'], failure: CarryFailed): void {
    const { carrier } = this.#needs
    if (settleFailure({ sends, parcel, failure, carrier })) this.#return(sends)
    else void this.#pauses.after(sends.setbacks).then(() => this.#return(sends))
  }

  #return(sends: PartitionSends): void {
    sends.isAway = false
    this.#enlist(sends)
    this.#wake()
    this.#tellIfEmpty()
  }

  #enlist(sends: PartitionSends): void {
    if (!sends.isAway && sends.size > 0) this.#ready.add(sends)
  }

  /** Looks for the leader of a partition that had one before. */
  async #seek(sends: PartitionSends): Promise<void> {
    const { carrier, limits } = this.#needs
    const missing = await carrier.locate(sends.topic)
    if (this.#giveUp.signal.aborted) return
    if (!missing && carrier.wayTo(sends, sends.hold)) return this.#return(sends)
    this.#fail(sends, sends.take(limits), missing ?? noLeader(sends))
  }

  /** Looks for a topic until it is there, or nobody waits for it any more. */
  async #locate(topic: TopicSends): Promise<void> {
    topic.isLocating = true
    while (topic.unassigned.size > 0) {
      const missing = await this.#assign(topic)
      if (this.#giveUp.signal.aborted) return
      if (missing) await this.#pauses.after(topic.setbacks)
    }
    topic.isLocating = false
    topic.setbacks.clear()
    for (const sends of topic.partitions) this.#enlist(sends)
    this.#work()
    this.#tellIfEmpty()
  }

  async #assign(topic: TopicSends): Promise<CarryFailed | undefined> {
    const { carrier } = this.#needs
    const failure = await carrier.locate(topic.name)
    if (!failure && topic.assignAll(carrier)) return undefined
    const missing = failure ?? noLeader(topic.name)
    topic.setbacks.add(missing)
    if (missing.fault === 'record') refuseAll(topic.unassigned, missing)
    else failExpired(topic.unassigned, missing)
    return missing
  }

  #topicOf({ message: { topic: name } }: PendingSend): TopicSends {
    const known = this.#topics.get(name)
    if (known) return known
    const { room } = this.#needs
    const stuck = () => [...this.#topics.values()].map((one) => one.stuck).reduce(plus)
    const topic = new TopicSends(name, { room, progress: this.#progress, stuck })
    this.#topics.set(name, topic)
    return topic
  }

  #tellIfEmpty(): void {
    if (this.#onEmpty && this.pending === 0) this.#onEmpty()
  }
}

async function carryAll(way: Way, taken: readonly Taken[]): Promise<Outcomes> {
  try {
    return await way.carry(taken.map(({ parcel }) => parcel))
  } catch (cause) {
    // A bug: nobody knows what has left.
    return taken.map(() => new CarryFailed({ fault: 'producer', mayBeWritten: true }, { cause }))
  }
}

type Outcomes = readonly (CarryFailed | undefined)[]

function noLeader(what: PartitionSends | string): CarryFailed {
  const name = typeof what === 'string' ? what : `${what.topic}/${what.partition}`
  const cause = new Error(`no leader of ${name} is known`)
  return new CarryFailed({ fault: 'way', mayBeWritten: false }, { cause })
}
