import type { CloudEvent, Producer } from '@tailspan/kafka'
import type { TaskRegistry, TaskSlot } from '@tailspan/lifecycle'
import type { QueryExecutorProvider } from '@tailspan/postgres'
import { afterCancel, type Scope, withTimeout } from '@tailspan/scope'
import { spanNames } from '@tailspan/telemetry'
import type { Deliver } from './delivery.ts'
import type { Leases } from './rows/leases.ts'
import { insertRow, type OutboxRow } from './rows/outbox-rows.ts'

/** What one transaction says. Disposing of it leaves to the relay whatever was not published. */
export interface Announcement extends Disposable {
  /** Stores an event in the transaction; true when the fast path may send it after the commit. */
  store(
    tx: QueryExecutorProvider,
    what: { readonly topic: string; readonly event: CloudEvent },
    scope: Scope,
  ): Promise<boolean>
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
  readonly slot: TaskSlot
  readonly scope: Scope
  readonly askedAt: number
}

export function createAnnouncement(needs: AnnouncementNeeds): Announcement {
  let waiting: Stored[] = []
  return {
    async store(tx, { topic, event }, scope) {
      const row = { id: event.id, message: needs.producer.create(topic, event, scope) }
      const stored = await storeWithLease(row, { ...needs, tx, scope })
      if (stored) waiting.push(stored)
      return stored !== undefined
    },
    publish() {
      const granted = waiting
      waiting = []
      for (const stored of granted) startFastPath(stored, needs)
    },
    [Symbol.dispose]() {
      for (const { row, slot } of waiting) {
        needs.leases.letGo(row.id)
        slot.release()
      }
      waiting = []
    },
  }
}

type StoreNeeds = AnnouncementNeeds & { readonly tx: QueryExecutorProvider; readonly scope: Scope }

async function storeWithLease(
  row: OutboxRow,
  { tx, scope, tasks, leases, leaseMs }: StoreNeeds,
): Promise<Stored | undefined> {
  const slot = reserve(tasks)
  const askedAt = performance.now()
  try {
    if (await insertRow(tx, row, slot && leaseMs)) {
      leases.take(row.id)
      if (slot) return { row, slot, scope, askedAt }
    }
  } catch (error) {
    slot?.release()
    throw error
  }
  slot?.release()
  return undefined
}

// No room for the fast path is no reason to refuse an order: the row is stored, the relay finds it.
function reserve(tasks: TaskRegistry): TaskSlot | undefined {
  try {
    return tasks.reserve()
  } catch {
    return undefined
  }
}

function startFastPath({ row, slot, scope, askedAt }: Stored, needs: AnnouncementNeeds): void {
  const { leases, deliver, leaseMs, patienceMs } = needs
  const name = spanNames.send(row.message.topic)
  async function send(data: OutboxRow, detached: Scope): Promise<void> {
    using patient = withTimeout(detached, patienceMs)
    await sendOrLeave(data, patient.scope, deliver)
  }
  // Nobody could renew the lease before the commit. If that took long, the row is the relay's.
  const how = { scope, span: 'none', timeoutMs: 2 * patienceMs } as const
  const isStale = performance.now() - askedAt > leaseMs / 2
  try {
    if (!isStale) {
      slot.run(name, row, send, how)
      return
    }
  } catch {
    // The registry has closed meanwhile.
  }
  slot.release()
  leases.letGo(row.id)
}

// Patience over, or shutting down: a send that has not left is rejected by its signal and put off. One
// that has left goes on, in the producer's hands; this task need not wait for it, its row is safe.
async function sendOrLeave(row: OutboxRow, scope: Scope, deliver: Deliver): Promise<void> {
  const left = Promise.withResolvers<void>()
  const stop = afterCancel(scope, left.resolve)
  await Promise.race([deliver(row, { scope, detached: true }), left.promise])
  stop()
}
