import type { Assignment, GroupSettings } from '../../port/group-client.ts'
import { causesOf, faultOf } from '../fault-of.ts'
import { askLocations } from '../fetch/locations.ts'
import type { Wire } from '../wire.ts'
import {
  assign,
  type Joined,
  protocolName,
  toAssignment,
  topicsOf,
  toSubscription,
} from './assignment.ts'
import type { Coordinator } from './coordinator.ts'
import { groupFaultOf } from './group-fault.ts'
import { pauseFor } from './pause-for.ts'

/** Who this member is in one generation of its group; requests with it are refused in the next one. */
export type Generation = {
  readonly memberId: string
  readonly generationId: number
  readonly assignment: Assignment
}

type JoinAnswer = {
  readonly memberId: string
  readonly generationId: number
  readonly leader: string
  readonly members: readonly Joined[]
}

type Needs = {
  readonly wire: Wire
  readonly coordinator: Coordinator
  readonly group: GroupSettings
  readonly stop: AbortSignal
}

/** How long the others wait for a member that still has records in hand. */
export const rebalanceMs = 60_000
const maxTries = 10
const retryMs = 200
const unknownMember = 25

/** Joins and leaves a group, and keeps the id that the group has given to this member. */
export class Membership {
  readonly #needs: Needs
  #memberId = ''

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Tries a few times where the broker says that it is not ready yet, or that others join, too. */
  async join(): Promise<Generation> {
    for (let tries = 1; ; tries++)
      try {
        return await this.#joinOnce()
      } catch (error) {
        this.note(error)
        if (tries === maxTries || !isWorthwhile(error)) throw error
        if (groupFaultOf(error) === 'passes') await pauseFor(retryMs, this.#needs.stop)
      }
  }

  /** Takes the id that a refusal gives to this member, or takes away. */
  note(error: unknown): void {
    if (faultOf(error).code === unknownMember) this.#memberId = ''
    else this.#memberId ||= givenId(error)
  }

  async leave(): Promise<void> {
    if (!this.#memberId) return
    const members = [{ memberId: this.#memberId, groupInstanceId: null, reason: null }]
    this.#memberId = ''
    const { coordinator, group } = this.#needs
    await coordinator.ask({ name: 'LeaveGroup', args: [group.groupId, members] })
  }

  async #joinOnce(): Promise<Generation> {
    const { coordinator, group } = this.#needs
    const { groupId, sessionMs, topics } = group
    const protocols = [{ name: protocolName, metadata: toSubscription(topics) }]
    const how = [groupId, sessionMs, rebalanceMs, this.#memberId, null, 'consumer', protocols, '']
    const answer = await coordinator.askToJoin<JoinAnswer>({ name: 'JoinGroup', args: how })
    const { memberId, generationId } = answer
    this.#memberId = memberId
    const shares = answer.leader === memberId ? await this.#share(answer.members) : []
    const who = [groupId, generationId, memberId, null, 'consumer', protocolName, shares]
    const request = { name: 'SyncGroup', args: who }
    const { assignment } = await coordinator.askToJoin<{ assignment: Buffer }>(request)
    return { memberId, generationId, assignment: toAssignment(assignment) }
  }

  async #share(members: readonly Joined[]) {
    return assign(members, await askLocations(this.#needs.wire, topicsOf(members)))
  }
}

function isWorthwhile(error: unknown): boolean {
  return faultOf(error).code !== undefined && groupFaultOf(error) !== 'final'
}

/** A group lets nobody in that it has not given an id to. */
function givenId(error: unknown): string {
  for (const cause of causesOf(error)) {
    const { response } = cause as { response?: { readonly memberId?: string } }
    if (response?.memberId) return response.memberId
  }
  return ''
}
