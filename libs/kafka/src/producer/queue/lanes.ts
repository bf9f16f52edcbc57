import type { PendingSend } from '../send/pending-send.ts'
import { SendsAbandoned } from '../send/send-errors.ts'
import type { KafkaCarrier } from '../wire/kafka-carrier.ts'
import type { Sender } from './sender.ts'

/** A batch on its way at a time, by a producer id of its own. */
export type Lane = {
  readonly carrier: Pick<KafkaCarrier, 'connect' | 'close'>
  readonly sender: Pick<Sender, 'pending' | 'add' | 'cancel' | 'close'>
}

const maxNamed = 10

/** Several batches on their way at once; records of one key always travel by the same lane, so their order stays. */
export class Lanes {
  readonly #lanes: readonly Lane[]

  constructor(lanes: readonly Lane[]) {
    this.#lanes = lanes
  }

  get pending(): number {
    return this.#lanes.reduce((sum, { sender }) => sum + sender.pending, 0)
  }

  add(send: PendingSend): void {
    this.#laneOf(send).sender.add(send)
  }

  cancel(send: PendingSend): void {
    for (const { sender } of this.#lanes) sender.cancel(send)
  }

  async connect(): Promise<void> {
    await Promise.all(this.#lanes.map(({ carrier }) => carrier.connect()))
  }

  /** Takes nothing more, waits for what there is, and disconnects. */
  async close(signal: AbortSignal): Promise<void> {
    try {
      throwAbandoned(
        await Promise.allSettled(this.#lanes.map(({ sender }) => sender.close(signal))),
      )
    } finally {
      await this.disconnect()
    }
  }

  async disconnect(): Promise<void> {
    await Promise.all(this.#lanes.map(({ carrier }) => carrier.close()))
  }

  #laneOf({ message: { key } }: PendingSend): Lane {
    const [first, ...others] = this.#lanes as readonly [Lane, ...Lane[]]
    if (others.length === 0) return first
    if (key !== null) return this.#lanes[hash(key) % this.#lanes.length] ?? first
    // Without a key there is no order: where the least waits it leaves first.
    return others.reduce(
      (best, one) => (one.sender.pending < best.sender.pending ? one : best),
      first,
    )
  }
}

/** FNV-1a: other bits than those by which Kafka chooses a partition, so that a lane has records of all of them. */
function hash(key: string | Buffer): number {
  let value = 0x811c9dc5
  for (let i = 0; i < key.length; i += 1) {
    value ^= typeof key === 'string' ? key.charCodeAt(i) : (key[i] as number)
    value = Math.imul(value, 0x01000193)
  }
  return value >>> 0
}

function throwAbandoned(closed: readonly PromiseSettledResult<void>[]): void {
  const reasons = closed.flatMap((one) =>
    one.status === 'rejected' ? [one.reason as unknown] : [],
  )
  const abandoned = reasons.filter((reason) => reason instanceof SendsAbandoned)
  const [other] = reasons.filter((reason) => !(reason instanceof SendsAbandoned))
  if (other) throw other
  if (abandoned.length === 0) return
  const count = abandoned.reduce((sum, one) => sum + one.count, 0)
  throw new SendsAbandoned(count, abandoned.flatMap(({ ids }) => ids).slice(0, maxNamed))
}
