import { setTimeout as wait } from 'node:timers/promises'
import { TailspanError } from '@tailspan/errors'
import type { Log } from '@tailspan/telemetry'
import type { Kafka } from '../client/kafka.ts'
import type {
  Assignment,
  GroupClient,
  GroupEvents,
  GroupSettings,
  OnBatch,
} from '../client/port/group-client.ts'
import type { ClientFault } from '../client/port/kafka-client.ts'
import { noteMissing, type Right, type RightsMissing } from '../faults/rights.ts'
import { Absence } from './absence.ts'
import { canRecover } from './can-recover.ts'

export type MemberSettings = GroupSettings & {
  /** The group has given partitions out anew. */
  onJoined(assignment: Assignment): void
}

/** The client has stopped and will not restart this consumer; without an end to the process, nobody would notice. */
export class ConsumerCrashed extends TailspanError {
  constructor(groupId: string, options: ErrorOptions) {
    super('consumer-crashed', 'internal', `the consumer of group ${groupId} has crashed`, options)
  }
}

const againMs = 500
const maxAgainMs = 2_000

/** One member of a consumer group, begun anew when its client has crashed for something that passes. */
export class GroupMember {
  readonly #client: GroupClient
  #gaveUp = Promise.withResolvers<Error>()
  readonly #settings: MemberSettings
  readonly #log: Log
  readonly #kafka: Pick<Kafka, 'rights' | 'client'>
  readonly #absence: Absence
  #isJoined = false
  #isLeaving = false
  #crashes = 0

  constructor(kafka: Kafka, settings: MemberSettings) {
    this.#settings = settings
    this.#log = kafka.log
    this.#kafka = kafka
    this.#absence = new Absence(settings)
    this.#client = kafka.client.openGroup(kafka, settings, this.#events())
  }

  get isJoined(): boolean {
    return this.#isJoined
  }

  /** Throws when it is no member for longer than restarts and rebalances take. */
  check(): void {
    this.#absence.check()
  }

  async connect(): Promise<void> {
    try {
      await this.#client.connect()
    } catch (error) {
      this.#absence.note(error)
      throw this.#noteMissing(this.#kafka.client.faultOf(error)) ?? error
    }
  }

  /** Rejects when the consumer is dead for good; never resolves. A missing broker or right is waited for. */
  async run(onBatch: OnBatch): Promise<never> {
    for (;;) {
      this.#gaveUp = Promise.withResolvers()
      if (!this.#isLeaving) await this.#client.run(onBatch)
      const cause = await this.#gaveUp.promise
      const fault = this.#kafka.client.faultOf(cause)
      this.#noteMissing(fault)
      if (!canRecover(fault)) throw new ConsumerCrashed(this.#settings.groupId, { cause })
      await wait(Math.min(againMs * 2 ** this.#crashes++, maxAgainMs))
    }
  }

  pause(): void {
    if (this.#isJoined) this.#client.pause()
  }

  /** Waits for the record in hand, commits and leaves the group; an aborted signal leaves it `lastMs` for that. */
  async leave(signal: AbortSignal, lastMs: number): Promise<void> {
    this.#isLeaving = true
    const isOver = Promise.withResolvers<void>()
    const endSoon = () => void setTimeout(isOver.resolve, lastMs)
    // Who is not in the group has no record in hand, but may be waiting for others to join.
    if (signal.aborted || !this.#isJoined) endSoon()
    signal.addEventListener('abort', endSoon, { once: true })
    await Promise.race([this.#client.disconnect(), isOver.promise])
    signal.removeEventListener('abort', endSoon)
    this.#isJoined = false
    this.#client.cut()
  }

  #noteMissing(fault: ClientFault): RightsMissing | undefined {
    return noteMissing(this.#kafka.rights, fault, (kind) => this.#rightTo(kind))
  }

  #rightTo(kind: 'topic' | 'group' | 'cluster'): Right {
    const { groupId, topics } = this.#settings
    const names = { topic: `topic ${topics.join(', ')}`, group: `group ${groupId}`, cluster: kind }
    return { operation: 'READ', resource: names[kind] }
  }

  #events(): GroupEvents {
    const { groupId } = this.#settings
    const { rights } = this.#kafka
    return {
      onJoined: (assignment) => {
        this.#isJoined = true
        this.#absence.end()
        this.#settings.onJoined(assignment)
        rights.confirm(this.#rightTo('group'))
        this.#log.info('consumer.joined', { groupId, partitions: assignment })
      },
      onFetched: () => {
        this.#crashes = 0
        rights.confirm(this.#rightTo('topic'))
      },
      onStopped: () => {
        this.#isJoined = false
        this.#absence.begin()
      },
      onCrashed: (error, restarts) => this.#crashed(error, restarts),
    }
  }

  #crashed(error: Error, restart: boolean): void {
    const fields = { groupId: this.#settings.groupId, restart, err: error }
    // Cut while it waited for something.
    if (this.#isLeaving) return void this.#log.debug('consumer.cut', fields)
    this.#log.warn('consumer.crashed', fields)
    this.#absence.note(error)
    if (!restart) this.#gaveUp.resolve(error)
  }
}
