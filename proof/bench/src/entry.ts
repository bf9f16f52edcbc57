import type { ClientName } from '@tailspan/kafka'

/** What one thing needed in each round. */
export type Rounds = readonly number[]

/** The figures of a peer, taken in the same rounds. */
export type Peer = { readonly name: string; readonly rounds: Rounds }

/** One figure, ours beside its peer's where there is one. */
export type Measured = {
  readonly name: string
  readonly unit: string
  readonly ours: Rounds
  /** What ours ran on, where it could be chosen. */
  readonly client?: ClientName
  readonly peer?: Peer
  /** None for a figure that is only to be known. */
  readonly goal: Goal | null
}

/** A bound on the median: of the ratio to the peer where there is a peer, else of our own figure. */
export type Goal = ({ readonly atLeast: number } | { readonly atMost: number }) & {
  /** Said when our own figure is judged although there is a peer; `max` where no round may exceed the bound. */
  readonly of?: 'median' | 'max'
}

/** How long to measure, with which Kafka client, and beside which commit of ourselves. */
export type Effort = {
  readonly rounds: number
  readonly secondsPerRound: number
  /** What ours runs on in the entries that take one; peers stay as they are. */
  readonly client: ClientName
  /** For `shop`: an earlier commit, as the caller has named it. */
  readonly against?: string
}

/** Something that can be measured by itself; it yields one figure or several that belong together. */
export type Entry = {
  readonly name: string
  readonly about: string
  /** Ours speaks to Kafka by the client that was chosen. */
  readonly takesClient?: true
  measure(effort: Effort, tell: (words: string) => void): Promise<readonly Measured[]>
}
