import type { Assignment, GroupSettings } from '../../port/group-client.ts'
import type { Locations } from '../fetch/locations.ts'
import type { Wire } from '../wire.ts'
import type { Coordinator } from './coordinator.ts'

/** Who this member is in its group at the moment; requests with what it was before are refused. */
export type Membership = {
  readonly memberId: string
  /** Of the classic protocol the generation, of the other one this member's epoch, which the broker moves on. */
  readonly generationId: number
  /** What it was given when it joined. */
  readonly assignment: Assignment
  /** What the partitions of the group were given out from, where this member has done so. */
  readonly dealtFrom?: Locations | undefined
}

/** How a member comes into its group, what it is given there, and how it stays. */
export interface GroupProtocol {
  /** Who gives partitions to members: the broker notices by itself that a topic has more of them. */
  readonly assignor: 'member' | 'broker'
  readonly heartbeatMs: number
  /** Joins, or goes on where the group still knows this member. */
  join(): Promise<Membership>
  /** Says that this member is there, and what it holds; resolves to what it shall hold. */
  beat(membership: Membership, held: Assignment): Promise<Assignment>
  /** Takes the place that a refusal gives to this member, or takes away. */
  note(error: unknown): void
  /** Who cannot say so is out of the group when its session is over. */
  leave(): Promise<void>
}

export type ProtocolNeeds = {
  readonly wire: Wire
  readonly coordinator: Coordinator
  readonly group: GroupSettings
  readonly stop: AbortSignal
}

/** How long the others wait for a member that still has records in hand. */
export const rebalanceMs = 60_000
