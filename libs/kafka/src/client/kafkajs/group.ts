import type { Consumer, EachBatchPayload } from 'kafkajs'
import type { GroupClient, GroupEvents, GroupSettings, OnBatch } from '../port/group-client.ts'
import type { ClientSettings } from '../settings.ts'
import { openClient } from './open-client.ts'
import { toFetchedBatch } from './to-fetched-batch.ts'
import { watchSockets } from './watched-sockets.ts'

const commitMs = 500

/** The consumer of kafkajs, which commits what is resolved and leaves the restart after a crash to us. */
export class KafkajsGroup implements GroupClient {
  readonly #consumer: Consumer
  readonly #sockets = watchSockets()
  readonly #group: GroupSettings
  #isLeaving = false
  #lastBatch: EachBatchPayload | undefined

  constructor(settings: ClientSettings, group: GroupSettings, events: GroupEvents) {
    this.#group = group
    this.#consumer = openClient(settings, this.#sockets.factory).consumer({
      groupId: group.groupId,
      sessionTimeout: group.sessionMs,
      heartbeatInterval: group.heartbeatMs,
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
    this.#tell(events)
  }

  async connect(): Promise<void> {
    await this.#consumer.connect()
    await this.#consumer.subscribe({ topics: [...this.#group.topics], fromBeginning: true })
  }

  async run(onBatch: OnBatch): Promise<void> {
    await this.#consumer.run({
      eachBatch: async (payload) => {
        try {
          await onBatch(toFetchedBatch(payload))
        } finally {
          this.#lastBatch = payload
        }
      },
      eachBatchAutoResolve: false,
      autoCommitInterval: commitMs,
      partitionsConsumedConcurrently: this.#group.concurrency,
    })
  }

  pause(): void {
    this.#consumer.pause(this.#group.topics.map((topic) => ({ topic })))
  }

  disconnect(): Promise<void> {
    this.#isLeaving = true
    return this.#consumer.disconnect()
  }

  cut(): void {
    this.#sockets.destroy()
  }

  // A handler error never gets here, but a bug, a lost broker or a protocol error does. kafkajs restarts
  // for causes it calls retriable; for others the consumer stays dead while the process looks healthy.
  #tell(events: GroupEvents): void {
    const { CRASH, FETCH, GROUP_JOIN, STOP } = this.#consumer.events
    this.#consumer.on(GROUP_JOIN, ({ payload }) => events.onJoined(payload.memberAssignment))
    this.#consumer.on(FETCH, () => {
      events.onFetched()
      this.#commitAgain().catch(() => {})
    })
    this.#consumer.on(STOP, () => events.onStopped())
    this.#consumer.on(CRASH, ({ payload }) => events.onCrashed(payload.error, payload.restart))
  }

  /** kafkajs commits behind a batch only: what could not be committed then would wait for the next record. */
  async #commitAgain(): Promise<void> {
    const last = this.#lastBatch
    if (!last) return
    const isLeft = last.isRunning() && last.uncommittedOffsets().topics.length > 0
    if (isLeft) await last.commitOffsetsIfNecessary()
    else this.#lastBatch = undefined
  }
}
