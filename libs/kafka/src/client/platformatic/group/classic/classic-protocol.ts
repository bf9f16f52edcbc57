import { errorName } from '../../../../faults/kafka-errors.ts'
import type { Assignment } from '../../../port/group-client.ts'
import { causesOf, faultOf } from '../../fault-of.ts'
import { askLocations, type Locations } from '../../fetch/locations.ts'
import { joinPatiently } from '../join-patiently.ts'
import {
  type GroupProtocol,
  type Membership,
  type ProtocolNeeds,
  rebalanceMs,
} from '../protocol.ts'
import {
  assign,
  type Joined,
  protocolName,
  toAssignment,
  topicsOf,
  toSubscription,
} from './assignment.ts'

type JoinAnswer = {
  readonly memberId: string
  readonly generationId: number
  readonly leader: string
  readonly members: readonly Joined[]
}

/** Members join all at once, and one of them gives out the partitions: when one comes or goes, all of them begin anew. */
export class ClassicProtocol implements GroupProtocol {
  readonly assignor = 'member'
  readonly #needs: ProtocolNeeds
  #memberId = ''

  constructor(needs: ProtocolNeeds) {
    this.#needs = needs
  }

  get heartbeatMs(): number {
    return this.#needs.group.heartbeatMs
  }

  join(): Promise<Membership> {
    const { stop } = this.#needs
    return joinPatiently({ join: () => this.#join(), note: (error) => this.note(error), stop })
  }

  async beat({ generationId, memberId }: Membership, held: Assignment): Promise<Assignment> {
    const args = [this.#needs.group.groupId, generationId, memberId, null]
    await this.#needs.coordinator.ask({ name: 'Heartbeat', args })
    return held
  }

  note(error: unknown): void {
    if (errorName(faultOf(error).code) === 'UNKNOWN_MEMBER_ID') this.#memberId = ''
    else this.#memberId ||= givenId(error)
  }

  async leave(): Promise<void> {
    if (!this.#memberId) return
    const members = [{ memberId: this.#memberId, groupInstanceId: null, reason: null }]
    this.#memberId = ''
    const { coordinator, group } = this.#needs
    await coordinator.ask({ name: 'LeaveGroup', args: [group.groupId, members] })
  }

  async #join(): Promise<Membership> {
    const { coordinator, group } = this.#needs
    const { groupId, sessionMs, topics } = group
    const protocols = [{ name: protocolName, metadata: toSubscription(topics) }]
    const how = [groupId, sessionMs, rebalanceMs, this.#memberId, null, 'consumer', protocols, '']
    const answer = await coordinator.askToJoin<JoinAnswer>({ name: 'JoinGroup', args: how })
    const { memberId, generationId } = answer
    this.#memberId = memberId
    const dealtFrom = answer.leader === memberId ? await this.#locate(answer.members) : undefined
    const shares = dealtFrom ? assign(answer.members, dealtFrom) : []
    const who = [groupId, generationId, memberId, null, 'consumer', protocolName, shares]
    const request = { name: 'SyncGroup', args: who }
    const { assignment } = await coordinator.askToJoin<{ assignment: Buffer }>(request)
    return { memberId, generationId, assignment: toAssignment(assignment), dealtFrom }
  }

  #locate(members: readonly Joined[]): Promise<Locations> {
    return askLocations(this.#needs.wire, topicsOf(members))
  }
}

/** A group lets nobody in that it has not given an id to. */
function givenId(error: unknown): string {
  for (const cause of causesOf(error)) {
    const { response } = cause as { response?: { readonly memberId?: string } }
    if (response?.memberId) return response.memberId
  }
  return ''
}
