import type { OutgoingMessage } from '../message/outgoing-message.ts'

/** A record on its way: the partition is chosen at the first attempt and kept in later ones. */
export type Load = { readonly message: OutgoingMessage; partition?: number }

/** What brings a batch to the broker. One batch at a time. */
export interface Carrier {
  /** Resolves when every record is acknowledged, throws CarryFailed. */
  carry(batch: readonly Load[]): Promise<void>
  /** Whether bytes of the batch in hand may have left this process. */
  hasLeft(): boolean
  /** Gives the connection up; the next batch gets a new producer id. */
  retire(): void
}

/**
 * Whose fault it was.
 *
 * shape: `way` = no broker, a timeout, an election: try again; `producer` = its id or its sequence is
 *        no longer good: try again with a new one; `record` = the broker refuses one of these
 */
export type Fault = 'way' | 'producer' | 'record' | 'unknown-topic'

/** An attempt that failed; `left` says whether bytes may have reached the broker. */
export class CarryFailed extends Error {
  readonly fault: Fault
  readonly left: boolean

  constructor(
    { fault, left }: { readonly fault: Fault; readonly left: boolean },
    { cause }: { readonly cause: unknown },
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.fault = fault
    this.left = left
  }
}
