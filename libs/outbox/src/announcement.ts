import type { CloudEvent, Producer } from '@tailspan/kafka'
import type { TaskRegistry, TaskSlot } from '@tailspan/lifecycle'
import type { Later, Trips } from '@tailspan/postgres'
import { type Scope, untilAborted, withTimeout } from '@tailspan/scope'
import { spanNames } from '@tailspan/telemetry'
import type { Answers } from './answers.ts'
import type { Deliver } from './delivery.ts'
import type { Leases } from './rows/leases.ts'
import { insertRow, type OutboxRow } from './rows/outbox-rows.ts'

/** The events of one transaction. Disposing of it leaves to the relay those that were not published. */
export interface Announcement extends Disposable {
  /**
   * Queues the insert of an event. It is sent after the statements queued before it, at the latest with COMMIT.
   *
   * repeats: a retried transaction may store the same event again; the last call counts
   */
  store(
    tx: Pick<Trips, 'later'>,
    what: { readonly topic: string; readonly event: CloudEvent },
    scope: Scope,
  ): void
  /** After the commit: starts a detached task for each event that holds a lease. Returns at once. */
  publish(): void
}

export type AnnouncementNeeds = {
  readonly producer: Pick<Producer, 'create'>
  readonly tasks: TaskRegistry
  readonly leases: Leases
  readonly answers: Pick<Answers, 'isSilent'>
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
  const { producer, tasks, answers, leaseMs } = needs
  const stored = new Map<string, Stored>()
  function forget(id: string): void {
    stored.get(id)?.slot?.release()
    stored.delete(id)
  }
  return {
    store(tx, { topic, event }, scope) {
      const row = { id: event.id, message: producer.create(topic, event, scope) }
      forget(row.id)
      // The relay tries a few, and has the others when one of them is acknowledged: no lease has to be renewed till then.
      const slot = answers.isSilent(topic) ? undefined : reserve(tasks)
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

// A full registry must not refuse the event: without a slot its row gets no lease, and the relay sends it.
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
    // The registry has closed since `store`.
    slot?.release()
    leases.letGo(row.id)
  }
}

// The lease could not be renewed before the commit: if that took longer than half of it, the relay sends the row.
// So it does when the insert has returned no result.
function isOurs({ inserted, askedAt }: Stored, { leaseMs }: AnnouncementNeeds): boolean {
  const isStale = performance.now() - askedAt > leaseMs / 2
  return !isStale && inserted.result()?.rows[0]?.leased === true
}

// When the time is over or the process stops, the signal rejects a record that was not sent yet, and its row is put
// off. A record that was sent stays with the producer: the task need not wait for it, because its row is stored.
async function sendOrLeave(row: OutboxRow, scope: Scope, deliver: Deliver): Promise<void> {
  await untilAborted(scope.signal, deliver(row, { scope, detached: true }))
}
