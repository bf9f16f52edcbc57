import { setTimeout as wait } from 'node:timers/promises'
import { TailspanError } from '@tailspan/errors'
import type { Log } from '@tailspan/telemetry'
import type { Consumer, EachBatchHandler } from 'kafkajs'
import type { Kafka } from '../client/kafka.ts'
import { openClient } from '../client/kafkajs/open-client.ts'
import { type WatchedSockets, watchSockets } from '../client/kafkajs/watched-sockets.ts'
import { noteMissing, type Right, type Rights, type RightsMissing } from '../faults/rights.ts'
import { canRecover } from './can-recover.ts'

export type MemberSettings = {
  readonly groupId: string
  readonly topics: readonly string[]
  readonly sessionMs: number
  readonly heartbeatMs: number
  readonly concurrency: number
  /** The group has given partitions out anew. */
  onJoined(assignment: Readonly<Record<string, readonly number[]>>): void
}

/** kafkajs has stopped and will not restart this consumer; without an end to the process, nobody would notice. */
export class ConsumerCrashed extends TailspanError {
  constructor(groupId: string, options: ErrorOptions) {
    super('consumer-crashed', 'internal', `the consumer of group ${groupId} has crashed`, options)
  }
}

const commitMs = 500
const againMs = 500
const maxAgainMs = 10_000

/** One member of a consumer group, on kafkajs. */
export class GroupMember {
  readonly #consumer: Consumer
  readonly #sockets: WatchedSockets = watchSockets()
  #gaveUp = Promise.withResolvers<Error>()
  readonly #settings: MemberSettings
  readonly #log: Log
  readonly #rights: Rights
  #isJoined = false
  #isLeaving = false
  #crashes = 0

  constructor(kafka: Kafka, settings: MemberSettings) {
    this.#settings = settings
    this.#log = kafka.log
    this.#rights = kafka.rights
    this.#consumer = openClient(kafka, this.#sockets.factory).consumer({
      groupId: settings.groupId,
      sessionTimeout: settings.sessionMs,
      heartbeatInterval: settings.heartbeatMs,
      allowAutoTopicCreation: false,
      // Leaving waits for the open fetch.
      maxWaitTimeInMs: 100,
      // The longest pause is also how long a restart waits once the broker is back.
      retry: {
        retries: 5,
        initialRetryTime: 100,
        maxRetryTime: 500,
        restartOnFailure: async () => !this.#isLeaving,
      },
    })
    this.#watch()
  }

  get isJoined(): boolean {
    return this.#isJoined
  }

  async connect(): Promise<void> {
    try {
      await this.#consumer.connect()
      await this.#consumer.subscribe({ topics: [...this.#settings.topics], fromBeginning: true })
    } catch (error) {
      throw this.#noteMissing(error) ?? error
    }
  }

  /** Rejects when the consumer is dead for good; never resolves. A missing broker or right is waited for. */
  async run(eachBatch: EachBatchHandler): Promise<never> {
    const { groupId, concurrency } = this.#settings
    for (;;) {
      this.#gaveUp = Promise.withResolvers()
      if (!this.#isLeaving)
        await this.#consumer.run({
          eachBatch,
          eachBatchAutoResolve: false,
          autoCommitInterval: commitMs,
          partitionsConsumedConcurrently: concurrency,
        })
      const cause = await this.#gaveUp.promise
      this.#noteMissing(cause)
      if (!canRecover(cause)) throw new ConsumerCrashed(groupId, { cause })
      await wait(Math.min(againMs * 2 ** this.#crashes++, maxAgainMs))
    }
  }

  pause(): void {
    if (this.#isJoined) this.#consumer.pause(this.#settings.topics.map((topic) => ({ topic })))
  }

  /** Waits for the record in hand, commits and leaves the group; an aborted signal leaves it `lastMs` for that. */
  async leave(signal: AbortSignal, lastMs: number): Promise<void> {
    this.#isLeaving = true
    const isOver = Promise.withResolvers<void>()
    const endSoon = () => void setTimeout(isOver.resolve, lastMs)
    // Who is not in the group has no record in hand, but may be waiting for others to join.
    if (signal.aborted || !this.#isJoined) endSoon()
    signal.addEventListener('abort', endSoon, { once: true })
    await Promise.race([this.#consumer.disconnect(), isOver.promise])
    signal.removeEventListener('abort', endSoon)
    this.#isJoined = false
    this.#sockets.destroy()
  }

  #noteMissing(error: unknown): RightsMissing | undefined {
    return noteMissing(this.#rights, error, (kind) => this.#rightTo(kind))
  }

  #rightTo(kind: 'topic' | 'group' | 'cluster'): Right {
    const { groupId, topics } = this.#settings
    const names = { topic: `topic ${topics.join(', ')}`, group: `group ${groupId}`, cluster: kind }
    return { operation: 'READ', resource: names[kind] }
  }

  // A handler error never gets here, but a bug, a lost broker or a protocol error does. kafkajs restarts
  // for causes it calls retriable; for others the consumer stays dead while the process looks healthy.
  #watch(): void {
    const { CRASH, FETCH, GROUP_JOIN, STOP } = this.#consumer.events
    const { groupId } = this.#settings
    this.#consumer.on(GROUP_JOIN, ({ payload: { memberAssignment } }) => {
      this.#isJoined = true
      this.#settings.onJoined(memberAssignment)
      this.#rights.confirm(this.#rightTo('group'))
      this.#log.info('consumer.joined', { groupId, partitions: memberAssignment })
    })
    this.#consumer.on(FETCH, () => {
      this.#crashes = 0
      this.#rights.confirm(this.#rightTo('topic'))
    })
    this.#consumer.on(STOP, () => {
      this.#isJoined = false
    })
    this.#consumer.on(CRASH, ({ payload: { error, restart } }) => {
      const fields = { groupId, restart, err: error }
      // Cut while it waited for something.
      if (this.#isLeaving) return this.#log.debug('consumer.cut', fields)
      this.#log.warn('consumer.crashed', fields)
      if (!restart) this.#gaveUp.resolve(error)
    })
  }
}
