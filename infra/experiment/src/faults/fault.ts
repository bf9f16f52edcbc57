import type { Clients } from '../clients.ts'
import type { Book } from '../ledger/book.ts'
import type { Random } from '../random.ts'
import type { Rig, Settings, Topology } from '../rig/rig.ts'

/** What a fault has in hand. */
export type Scene = {
  readonly rig: Rig
  readonly clients: Clients
  readonly book: Book
  /** How many orders are to be placed. */
  readonly count: number
  readonly random: Random
  /** To be called when the fault is over: recovery is counted from here, or from the end of `run`. */
  over(): void
}

/** Something that goes wrong, and the orders that are placed meanwhile. */
export type Fault = {
  /** As `--only` and the table call it. */
  readonly name: string
  readonly says: string
  /** `one-broker` unless given. */
  readonly topology?: Topology
  /** Settings of the order service that it needs. */
  readonly order?: Settings
  /** Mails that can be repeated by it, because they were in hand when somebody was killed; none unless given. */
  readonly mailsInFlight?: number
  /** Brings it about and ends it; afterwards everything runs again. */
  run(scene: Scene): Promise<void>
}
