import { type QueryExecutorProvider, sql } from '@tailspan/postgres'
import { createRareWarning, type Log } from '@tailspan/telemetry'
import type { ShardLocks } from '../relay/shard-locks.ts'
import type { WakeUp } from '../relay/wake-up.ts'
import { ask, isRead, relayLives, routerLives, routing, sending } from './senders.ts'
import { hasConfirmed, readLogEnd } from './slot-lag.ts'

/** Who publishes the events of this instance: its relay, or Debezium from the database's log. */
export type Sender = 'relay' | 'debezium'

type Needs = { readonly sender: Sender; readonly slot: string; readonly log: Log }

/** `wakeUp` ends a pause early; `isOver` ends the wait when the process stops. */
type Waiting = { readonly wakeUp: WakeUp; readonly isOver: () => boolean }

const askAgainMs = 200

/**
 * Keeps relay and connector from publishing at the same time: each takes over when the other has nothing left.
 *
 * shape: to the connector: every instance stores for the relay until the last instance with EVENTS=relay has ended;
 *        back: an instance with EVENTS=relay starts when the connector has published everything left to it
 */
export class Takeover {
  readonly #needs: Needs
  readonly #opened = Promise.withResolvers<void>()
  readonly #warn: (state: unknown) => void
  #isOpen = false
  #isSole = false

  constructor(needs: Needs) {
    this.#needs = needs
    this.#warn = createRareWarning(needs.log, 'outbox.waits-for-connector')
  }

  /** True if the start must wait until the connector has published everything left to it; false without a database. */
  async mustWait(kysely: QueryExecutorProvider): Promise<boolean> {
    const { sender, slot } = this.#needs
    if (sender === 'debezium') return false
    return ask(kysely, sql`${routerLives()} or ${isRead(slot)}`).catch(() => false)
  }

  /** Resolves when this instance may store and publish events. */
  get opened(): Promise<void> {
    return this.#opened.promise
  }

  /** True when it is known that no instance with EVENTS=relay runs; while it is false, each insert asks. */
  get isSole(): boolean {
    return this.#isSole
  }

  /** Takes the locks of this instance; with EVENTS=relay it first waits for the connector, once per process. */
  async join(session: QueryExecutorProvider, locks: ShardLocks, waiting: Waiting): Promise<void> {
    if (this.#needs.sender === 'debezium') await locks.join(routing)
    else if (this.#isOpen) await locks.join(sending)
    else await this.#untilHandedOver(session, locks, waiting)
    this.#isOpen = true
    this.#opened.resolve()
  }

  /** Updates `isSole`; called every second. */
  async look(session: QueryExecutorProvider): Promise<void> {
    if (this.#needs.sender === 'debezium') this.#isSole = !(await ask(session, relayLives()))
  }

  /** The session has ended, and the locks with it: `isSole` is no longer known. */
  leave(): void {
    this.#isSole = false
  }

  async #untilHandedOver(session: QueryExecutorProvider, locks: ShardLocks, waiting: Waiting) {
    let end: string | undefined
    while (!waiting.isOver()) {
      end = (await ask(session, routerLives())) ? undefined : (end ?? (await readLogEnd(session)))
      const isDone = end !== undefined && (await ask(session, hasConfirmed(this.#needs.slot, end)))
      if (isDone && (await joinAlone(session, locks))) return
      this.#warn(end ? 'it has not published all' : 'an instance leaves its events to it')
      await waiting.wakeUp.within(askAgainMs)
    }
  }
}

// Lock first, then look: of two instances that start at the same time, one at least sees the other.
async function joinAlone(session: QueryExecutorProvider, locks: ShardLocks): Promise<boolean> {
  await locks.join(sending)
  if (!(await ask(session, routerLives()))) return true
  await locks.leave(sending)
  return false
}
