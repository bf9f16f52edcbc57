import type { OutgoingMessage } from '../../message/outgoing-message.ts'
import type { Hold, Parcel, Spot } from './parcel.ts'

/** What knows where records go, and brings them there. */
export interface Carrier {
  /** The partition of a record; nothing while nobody knows where its topic is. */
  partitionOf(message: OutgoingMessage): number | undefined
  /** Asks where a topic is; resolves with what stands in the way, if something does. */
  locate(topic: string): Promise<CarryFailed | undefined>
  /** To the leader of a partition, on the producer that a parcel depends on; nothing while none is known. */
  wayTo(spot: Spot, hold?: Hold): Way | undefined
  /** No further parcel begins on this producer: the next one gets a new producer id. */
  retire(hold?: Hold): void
  /** Cuts everything: nothing leaves any more. */
  cut(): void
}

/** One request at a time to one leader, on one producer. */
export interface Way {
  /** What became of each parcel, in their order: acknowledged if nothing. */
  carry(parcels: readonly Parcel[]): Promise<readonly (CarryFailed | undefined)[]>
}

/**
 * Whose fault it was.
 *
 * shape: `way` = no broker, no leader, no such topic, no right, a timeout: try again; `producer` = its id or
 *        its sequence is no longer good: try again with a new one; `record` = the broker refuses one of these
 */
export type Fault = 'way' | 'producer' | 'record'

type What = {
  readonly fault: Fault
  /** Whether the records may be on the topic, or still get there. */
  readonly mayBeWritten: boolean
  /** Kafka's name for it, where a broker has answered. */
  readonly kafkaError?: string
  /** The connection was closed while the answer was waited for. */
  readonly isClosed?: boolean
}

/** An attempt that failed. */
export class CarryFailed extends Error {
  readonly fault: Fault
  readonly mayBeWritten: boolean
  readonly kafkaError: string | undefined
  readonly isClosed: boolean

  constructor(what: What, { cause }: { readonly cause: unknown }) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.fault = what.fault
    this.mayBeWritten = what.mayBeWritten
    this.kafkaError = what.kafkaError
    this.isClosed = what.isClosed ?? false
  }
}
