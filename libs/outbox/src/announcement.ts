import type { CloudEvent, Producer } from '@tailspan/kafka'
import type { TaskRegistry, TaskSlot } from '@tailspan/lifecycle'
import type { Later, Trips } from '@tailspan/postgres'
import { afterCancel, type Scope, withTimeout } from '@tailspan/scope'
import { spanNames } from '@tailspan/telemetry'
import type { Deliver } from './delivery.ts'
import type { Leases } from './rows/leases.ts'
import { insertRow, type OutboxRow } from './rows/outbox-rows.ts'

/** What one transaction says. Disposing of it leaves to the relay whatever was not published. */
export interface Announcement extends Disposable {
  /**
   * Queues the insert of an event. It is sent after the statements queued before it, at the latest with COMMIT.
   *
   * repeats: an event that is stored again, by another try of the transaction, replaces itself
   */
  store(
    tx: Pick<Trips, 'later'>,
    what: { readonly topic: string; readonly event: CloudEvent },
    scope: Scope,
  ): void
  /** After the commit: hands what has a lease to the producer, detached. Returns at once. */
  publish(): void
}

export type AnnouncementNeeds = {
  readonly producer: Pick<Producer, 'create'>
  readonly tasks: TaskRegistry
  readonly leases: Leases
  readonly deliver: Deliver
  readonly leaseMs: number
  readonly patienceMs: number
}

type Stored = {
  readonly row: OutboxRow
  readonly inserted: Later<{ leased: boolean }>
  readonly slot: TaskSlot | undefined
  readonly scope: Scope
  readonly askedAt: number
}

export function createAnnouncement(needs: AnnouncementNeeds): Announcement {
  const { producer, tasks, leaseMs } = needs
  const stored = new Map<string, Stored>()
  function forget(id: string): void {
    stored.get(id)?.slot?.release()
    stored.delete(id)
  }
  return {
    store(tx, { topic, event }, scope) {
      const row = { id: event.id, message: producer.create(topic, event, scope) }
      forget(row.id)
      const slot = reserve(tasks)
      const inserted = tx.later(insertRow(row, slot && leaseMs))
      stored.set(row.id, { row, inserted, slot, scope, askedAt: performance.now() })
    },
    publish() {
      const all = [...stored.values()]
      stored.clear()
      for (const one of all) startFastPath(one, needs)
    },
    [Symbol.dispose]() {
      for (const id of [...stored.keys()]) forget(id)
    },
  }
}

// No room for the fast path is no reason to refuse an order: the row is stored, the relay finds it.
function reserve(tasks: TaskRegistry): TaskSlot | undefined {
  try {
    return tasks.reserve()
  } catch {
    return undefined
  }
}

function startFastPath(stored: Stored, needs: AnnouncementNeeds): void {
  const { row, slot, scope } = stored
  const { leases, deliver, patienceMs } = needs
  const name = spanNames.send(row.message.topic)
  async function send(data: OutboxRow, detached: Scope): Promise<void> {
    using patient = withTimeout(detached, patienceMs)
    await sendOrLeave(data, patient.scope, deliver)
  }
  const how = { scope, span: 'none', timeoutMs: 2 * patienceMs } as const
  if (!isOurs(stored, needs) || !leases.take(row.id)) {
    slot?.release()
    return
  }
  try {
    slot?.run(name, row, send, how)
  } catch {
    // The registry has closed meanwhile.
    slot?.release()
    leases.letGo(row.id)
  }
}

// Nobody could renew the lease before the commit. If that took long, the row is the relay's; so is one whose
// commit is known without its answer.
function isOurs({ inserted, askedAt }: Stored, { leaseMs }: AnnouncementNeeds): boolean {
  const isStale = performance.now() - askedAt > leaseMs / 2
  return !isStale && inserted.result()?.rows[0]?.leased === true
}

// Patience over, or shutting down: a send that has not left is rejected by its signal and put off. One
// that has left goes on, in the producer's hands; this task need not wait for it, its row is safe.
async function sendOrLeave(row: OutboxRow, scope: Scope, deliver: Deliver): Promise<void> {
  const left = Promise.withResolvers<void>()
  const stop = afterCancel(scope, left.resolve)
  await Promise.race([deliver(row, { scope, detached: true }), left.promise])
  stop()
}
