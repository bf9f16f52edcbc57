import { randomUUID } from 'node:crypto'
import { errorName } from '../../../../faults/kafka-errors.ts'
import type { Assignment } from '../../../port/group-client.ts'
import { faultOf } from '../../fault-of.ts'
import { askLocations, Locations } from '../../fetch/locations.ts'
import { joinPatiently } from '../join-patiently.ts'
import {
  type GroupProtocol,
  type Membership,
  type ProtocolNeeds,
  rebalanceMs,
} from '../protocol.ts'

type OfTopic = { readonly topicId: string; readonly partitions: readonly number[] }

type Answer = {
  readonly memberId: string | null
  readonly memberEpoch: number
  readonly heartbeatIntervalMs: number
  /** Nothing where it is what it was. */
  readonly assignment: { readonly topicPartitions: readonly OfTopic[] } | null
}

const leaving = -1
const expulsions: readonly unknown[] = ['UNKNOWN_MEMBER_ID', 'FENCED_MEMBER_EPOCH']

/**
 * KIP-848: the broker gives out the partitions and says so in its answers to heartbeats. Only what moves from one member
 * to another stands still for a while. How long a session lasts is the broker's setting.
 */
export class ConsumerProtocol implements GroupProtocol {
  readonly assignor = 'broker'
  readonly #needs: ProtocolNeeds
  #memberId: string = randomUUID()
  #epoch = 0
  #askedMs = Number.POSITIVE_INFINITY
  #locations = new Locations([])

  constructor(needs: ProtocolNeeds) {
    this.#needs = needs
  }

  /** What moves waits for the next heartbeat of each of its members, so it is not left to the broker, which asks for one in five seconds. */
  get heartbeatMs(): number {
    return Math.min(this.#needs.group.heartbeatMs, this.#askedMs)
  }

  /** Who was away for a while and is still known keeps its place. */
  async join(): Promise<Membership> {
    const { stop } = this.#needs
    const note = (error: unknown) => this.note(error)
    const assignment = await joinPatiently({ join: () => this.#beat({}), note, stop })
    const epoch = () => this.#epoch
    return {
      memberId: this.#memberId,
      assignment,
      get generationId() {
        return epoch()
      },
    }
  }

  beat(_: Membership, held: Assignment): Promise<Assignment> {
    return this.#beat(held)
  }

  note(error: unknown): void {
    if (!expulsions.includes(errorName(faultOf(error).code))) return
    if (this.#epoch === 0) this.#memberId = randomUUID()
    this.#epoch = 0
  }

  async leave(): Promise<void> {
    if (this.#epoch === 0) return
    this.#epoch = 0
    await this.#ask(leaving, [])
  }

  /** Everything is said each time: so the group goes on also where an answer was lost. */
  async #beat(held: Assignment): Promise<Assignment> {
    const answer = await this.#ask(this.#epoch, this.#toIds(held))
    this.#memberId = answer.memberId ?? this.#memberId
    this.#epoch = answer.memberEpoch
    this.#askedMs = answer.heartbeatIntervalMs
    return answer.assignment ? this.#toNames(answer.assignment.topicPartitions) : held
  }

  #ask(epoch: number, held: readonly OfTopic[]): Promise<Answer> {
    const { coordinator, group } = this.#needs
    const who = [group.groupId, this.#memberId, epoch, null, null]
    const args = [...who, rebalanceMs, [...group.topics], null, null, held]
    return coordinator.ask({ name: 'ConsumerGroupHeartbeat', args })
  }

  #toIds(assignment: Assignment): OfTopic[] {
    return Object.entries(assignment).map(([topic, partitions]) => {
      return { topicId: this.#locations.idOf(topic) ?? '', partitions }
    })
  }

  /** A topic that was made again has another id. */
  async #toNames(all: readonly OfTopic[]): Promise<Assignment> {
    const { wire, group } = this.#needs
    if (all.some(({ topicId }) => !this.#locations.has(topicId)))
      this.#locations = await askLocations(wire, group.topics)
    const known = all.filter(({ topicId }) => this.#locations.has(topicId))
    return Object.fromEntries(
      known.map(({ topicId, partitions }) => [this.#locations.nameOf(topicId), partitions]),
    )
  }
}
