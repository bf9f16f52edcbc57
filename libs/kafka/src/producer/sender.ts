import { inRoot } from '@tailspan/scope'
import type { Carrier } from './carrier.ts'
import { deliver } from './delivery.ts'
import type { PendingSend } from './pending-send.ts'
import type { QueueRoom } from './queue-room.ts'
import { ProducerStopped, SendsAbandoned, SendUnknown } from './send-errors.ts'
import { type BatchLimits, SendQueue } from './send-queue.ts'
import { UnsaidAcks } from './unsaid-acks.ts'

type Needs = {
  readonly carrier: Carrier
  readonly limits: BatchLimits
  readonly room: QueueRoom
  readonly backoffMs: number
}

/** One queue, one batch on its way: what comes meanwhile goes together in the next one. */
export class Sender {
  readonly #needs: Needs
  readonly #queue: SendQueue
  readonly #giveUp = new AbortController()
  readonly #acks = new UnsaidAcks()
  #inHand: readonly PendingSend[] = []
  #working: Promise<void> | undefined
  #isClosed = false

  constructor(needs: Needs) {
    this.#needs = needs
    this.#queue = new SendQueue(needs.limits, needs.room)
  }

  get pending(): number {
    return this.#queue.size + this.#inHand.length
  }

  add(send: PendingSend): void {
    if (this.#isClosed) throw new ProducerStopped()
    this.#queue.add(send)
    send.begin()
    this.#working ??= this.#start()
  }

  /** Honoured while the record waits here; for one in hand its attempt decides. */
  cancel(send: PendingSend): void {
    if (this.#queue.remove(send)) send.fail(send.signal.reason)
  }

  /** Takes nothing more and waits for what it has; an aborted signal ends the waiting. */
  async close(signal: AbortSignal): Promise<void> {
    this.#isClosed = true
    const isOver = Promise.withResolvers<void>()
    signal.addEventListener('abort', () => isOver.resolve(), { once: true })
    if (signal.aborted) isOver.resolve()
    await Promise.race([this.#working, isOver.promise])
    if (this.pending > 0) this.#abandon()
  }

  // In the root, or the first caller's request would stay alive as long as there is work. A turn
  // later, so that everybody who sends in this one travels in the same batch.
  #start(): Promise<void> {
    return inRoot(() => new Promise<void>((resolve) => setImmediate(resolve)).then(this.#work))
  }

  readonly #work = async (): Promise<void> => {
    const delivery = {
      ...this.#needs,
      giveUp: this.#giveUp.signal,
      acknowledge: (batch: readonly PendingSend[]) => this.#acknowledge(batch),
    }
    while (this.#queue.size > 0) {
      this.#inHand = this.#queue.takeBatch()
      const again = await deliver(this.#inHand, delivery)
      this.#inHand = []
      if (this.#giveUp.signal.aborted) break
      this.#queue.putBack(again)
    }
    this.#working = undefined
  }

  // While others wait, their batch is sent first: the broker works while these callers go on.
  #acknowledge(batch: readonly PendingSend[]): void {
    this.#acks.add(batch)
    if (this.#queue.size === 0) this.#acks.say()
    else setImmediate(() => this.#acks.say())
  }

  #abandon(): void {
    this.#giveUp.abort()
    this.#acks.say()
    const hasLeft = this.#needs.carrier.hasLeft()
    const waiting = this.#queue.takeAll()
    const abandoned = [...this.#inHand, ...waiting]
    for (const send of this.#inHand) send.fail(hasLeft ? new SendUnknown() : new ProducerStopped())
    for (const send of waiting) send.fail(new ProducerStopped())
    this.#needs.carrier.retire()
    const lost = abandoned.filter(({ isKept }) => !isKept)
    if (lost.length > 0) throw new SendsAbandoned(lost.length, lost.slice(0, 10).map(nameOf))
  }
}

function nameOf({ message }: PendingSend): string {
  return `${message.topic} ${message.headers.ce_type ?? ''} ${message.headers.ce_id ?? ''}`
}
