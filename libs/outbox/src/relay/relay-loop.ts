import { type Database, type QueryExecutorProvider, SessionShared, sql } from '@tailspan/postgres'
import { type Cancellable, rootScope, withCancel, withTimeout } from '@tailspan/scope'
import { createRareWarning, type Log } from '@tailspan/telemetry'
import type { Deliver } from '../delivery.ts'
import type { Takeover } from '../routed/takeover.ts'
import type { ClaimedRow } from '../rows/claim-rows.ts'
import type { Leases } from '../rows/leases.ts'
import { giveBack } from '../rows/outbox-rows.ts'
import { Claims } from './claims.ts'
import { Hand } from './hand.ts'
import { planByIndex } from './plan-by-index.ts'
import { type Run, relayRuns, toRuns } from './relay-rows.ts'
import { ShardLocks } from './shard-locks.ts'
import { WakeUp } from './wake-up.ts'

export type RelayNeeds = {
  readonly kysely: QueryExecutorProvider
  readonly withSession: Database<unknown>['withSession']
  readonly leases: Leases
  readonly deliver: Deliver
  readonly takeover: Takeover
  readonly log: Log
  readonly leaseMs: number
  readonly idleMs: number
  readonly shards: number
  readonly maxInHand: number
}

type Session = QueryExecutorProvider

const balanceMs = 1_000
const reconnectMs = 250
const idlePollsWhenFull = 5

/** Claims waiting rows and sends them, until this instance stops. */
export class RelayLoop {
  readonly #needs: RelayNeeds
  readonly #sends: Cancellable = withCancel(rootScope)
  #ofSession: Cancellable = this.#sends
  readonly #inHand = new Set<Promise<void>>()
  readonly #wakeUp = new WakeUp()
  readonly #warnInterrupted: (err: unknown) => void
  readonly #hand: Hand
  readonly #claims: Claims
  #isStopping = false
  #isOver = false
  #running: Promise<void> | undefined

  constructor(needs: RelayNeeds) {
    this.#needs = needs
    this.#hand = new Hand(needs.maxInHand, () => this.#wakeUp.ring())
    this.#claims = new Claims(needs)
    this.#warnInterrupted = createRareWarning(needs.log, 'outbox.relay-interrupted')
  }

  run(): Promise<void> {
    this.#running ??= this.#run()
    return this.#running
  }

  /** Ends claiming; sends in progress go on. */
  quiesce(): void {
    this.#isStopping = true
    this.#wakeUp.ring()
  }

  /** Waits for the rows in hand. An aborted signal cancels the sends that have not left and limits the wait to `lastMs`. */
  async finish(signal: AbortSignal, lastMs: number): Promise<void> {
    this.#isOver = true
    this.quiesce()
    const over = Promise.withResolvers<void>()
    const cutShort = () => {
      this.#sends.cancel(signal.reason)
      setTimeout(over.resolve, lastMs).unref()
    }
    if (signal.aborted) cutShort()
    signal.addEventListener('abort', cutShort, { once: true })
    // `run` reports the error that ended the loop.
    const ended = this.#running?.catch(() => {})
    await Promise.race([Promise.all([ended, ...this.#inHand]), over.promise])
    signal.removeEventListener('abort', cutShort)
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      try {
        await this.#needs.withSession((session) => this.#hold(session))
      } catch (err) {
        if (err instanceof SessionShared) throw err
        this.#warnInterrupted(err)
        await this.#wakeUp.within(reconnectMs)
      }
    }
  }

  async #hold(session: Session): Promise<void> {
    const { shards, takeover } = this.#needs
    const locks = new ShardLocks(session, shards)
    this.#ofSession = withCancel(this.#sends.scope)
    try {
      await planByIndex(session)
      const waiting = { wakeUp: this.#wakeUp, isOver: () => this.#isStopping }
      await takeover.join(session, locks, waiting)
      for (let balanceAt = 0; !this.#isStopping; ) {
        if (performance.now() >= balanceAt) {
          await locks.balance()
          await takeover.look(session)
          balanceAt = performance.now() + balanceMs
        }
        await this.#round(session, locks.held)
      }
      await this.#retire(session, locks)
    } catch (error) {
      // The locks end with the session, and another relay may send these rows: cancel the sends that have not left.
      this.#ofSession.cancel(error)
      takeover.leave()
      throw error
    }
  }

  // Work in progress may still store events and send them: an instance that takes over waits until this session ends.
  async #retire(session: Session, locks: ShardLocks): Promise<void> {
    await locks.retire()
    while (!this.#isOver) {
      await sql`select 1`.execute(session)
      await this.#wakeUp.within(balanceMs)
    }
  }

  async #round(session: Session, held: readonly number[]): Promise<void> {
    const { idleMs } = this.#needs
    const room = this.#hand.room()
    if (room.limit <= 0 || held.length === 0) return this.#wakeUp.within(idleMs)
    const { rows, isMore } = await this.#claims.next(session, held, room)
    if (rows.length > 0) this.#start(rows)
    // A topic that is full has room as soon as a send ends. Until then a claim would read its rows in vain.
    const isFuller = this.#hand.room().full.length > room.full.length
    if (isMore && !isFuller) return
    const isWaste = rows.length === 0 && room.full.length > 0
    // Pause until sends end or the time has passed.
    await this.#wakeUp.within(isWaste ? idlePollsWhenFull * idleMs : idleMs)
  }

  #start(claimed: readonly ClaimedRow[]): void {
    const { deliver, leaseMs } = this.#needs
    const runs = toRuns(claimed).map((run) => this.#take(run))
    // What has not left by then makes room for others. What has left is waited for.
    const patient = withTimeout(this.#ofSession.scope, leaseMs)
    const ended = this.#hand.add(runs.flat())
    const batch = relayRuns(runs, {
      scope: patient.scope,
      deliver: async (row, how) => {
        const isAcked = await deliver(row, how)
        ended(row, isAcked)
        return isAcked
      },
      giveBack: async (rows) => {
        await this.#giveBack(rows)
        for (const row of rows) ended(row, false)
      },
    }).then(() => {
      patient.cancel()
      this.#inHand.delete(batch)
    })
    this.#inHand.add(batch)
  }

  // The claim renewed the lease of a row that this process still has in hand. Release the rows behind it, except those
  // that are in hand too.
  #take(run: Run): Run {
    const { leases } = this.#needs
    const end = run.findIndex(({ id }) => !leases.take(id))
    if (end === -1) return run
    void this.#giveBack(run.slice(end + 1).filter(({ id }) => !leases.has(id)))
    return run.slice(0, end)
  }

  // If the database is unavailable, the rows wait until their leases end; nothing is lost.
  async #giveBack(rows: Run): Promise<void> {
    const { kysely, leases, log } = this.#needs
    const ids = rows.map(({ id }) => id)
    for (const id of ids) leases.letGo(id)
    if (ids.length === 0) return
    await giveBack(kysely, ids).catch((err) => log.debug('outbox.not-given-back', { err }))
  }
}
