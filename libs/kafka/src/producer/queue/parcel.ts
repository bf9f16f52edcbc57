import type { OutgoingMessage } from '../../message/outgoing-message.ts'

/** A record on its way: the partition is chosen once and kept. */
export type Load = { readonly message: OutgoingMessage; partition?: number }

/** A partition of a topic. */
export type Spot = { readonly topic: string; readonly partition: number }

/** A producer that somebody depends on: it lives until the last one lets go. */
export type Hold = { hold(): void; release(): void }

/**
 * Records of one partition that travel as one record batch.
 *
 * shape: one that may be written is repeated as it is, same records, same producer: only so can the broker
 *        recognise the copy
 */
export class Parcel<T extends Load = Load> {
  readonly topic: string
  readonly partition: number
  readonly loads: readonly T[]
  /** Bytes of the latest attempt were handed to a socket. */
  hasLeft = false
  /** An attempt has ended without an answer that says no. */
  mayBeWritten = false
  /** How often in a row the connection was closed instead of an answer. */
  closes = 0
  /** Where the first record is, once it is acknowledged. */
  baseOffset: string | undefined
  #hold: Hold | undefined

  constructor({ topic, partition }: Spot, loads: readonly T[]) {
    this.topic = topic
    this.partition = partition
    this.loads = loads
  }

  /** The producer whose sequence it is in. */
  get hold(): Hold | undefined {
    return this.#hold
  }

  bindTo(hold: Hold): void {
    if (this.#hold === hold) return
    this.letGo()
    this.#hold = hold
    hold.hold()
  }

  letGo(): void {
    this.#hold?.release()
    this.#hold = undefined
  }
}
