import type { CloudEvent, Producer } from '@tailspan/kafka'
import type { Actor, TaskRegistry } from '@tailspan/lifecycle'
import { type Database, type Transaction, transaction } from '@tailspan/postgres'
import type { Scope } from '@tailspan/scope'
import type { Log } from '@tailspan/telemetry'
import { type Announcement, createAnnouncement } from './announcement.ts'
import { Answers } from './answers.ts'
import { createDeliver } from './delivery.ts'
import { observeBacklog } from './outbox-metrics.ts'
import { createRelay } from './relay/relay.ts'
import { createRoutedAnnouncement } from './routed/routed-announcement.ts'
import { observeSlot } from './routed/slot-metrics.ts'
import { type Sender, Takeover } from './routed/takeover.ts'
import { AckedRows } from './rows/acked-rows.ts'
import { Leases } from './rows/leases.ts'
import { PutOffRows } from './rows/put-off-rows.ts'

/** Dependencies and settings of an outbox. */
export type OutboxOptions<Tables> = {
  readonly database: Pick<Database<Tables>, 'kysely' | 'withSession'>
  readonly producer: Pick<Producer, 'create' | 'send'>
  /** Runs the tasks of the fast path. */
  readonly tasks: TaskRegistry
  readonly log: Log
  /** Who publishes the events: `relay`, this instance, by default; `debezium`, a connector. */
  readonly sender?: Sender
  /** The connector's replication slot. */
  readonly slot?: string
  readonly leaseMs?: number
  readonly patienceMs?: number
  readonly maxAttempts?: number
  readonly backoffMs?: number
  readonly idleMs?: number
  readonly shards?: number
  readonly maxInHand?: number
}

/** Stores an event in the transaction of `work`; the insert is sent with COMMIT at the latest. */
export type Say = (topic: string, event: CloudEvent) => void

/** Stores events in the transaction of their effect and publishes them after its commit. */
export interface Outbox<Tables> {
  /** Lives as long as the service; list it after the producer and before the task registry. */
  readonly relay: Actor
  /** A transaction whose events are stored in it and published after its commit. */
  transaction<T>(scope: Scope, work: (tx: Transaction<Tables>, say: Say) => Promise<T>): Promise<T>
  /** The same in steps, for a caller that opens the transaction elsewhere. */
  announce(): Announcement
}

// With a connector the relay sends only the rows that the connector must not publish.
const defaultsOf = { relay: { idleMs: 100 }, debezium: { idleMs: 1_000 } }

const defaults = {
  slot: 'tailspan_outbox',
  leaseMs: 5_000,
  patienceMs: 10_000,
  maxAttempts: 5,
  backoffMs: 200,
  shards: 16,
  // One topic gets half of it.
  maxInHand: 9_000,
}

/**
 * Stores events in the transaction of their effect and publishes them to Kafka.
 *
 * shape:   lock the aggregate's row before you store its event: `seq` is then the order within the aggregate
 * units:   leaseMs, patienceMs (of the fast path), backoffMs, idleMs in milliseconds
 * errors:  those of the transaction; a failed send is retried, a record that Kafka refuses is parked
 * repeats: after a crash the topic may get copies, with the same id; first occurrences are in order
 * source:  docs/adr/0006-outbox-with-a-detached-fast-path.md
 */
export function createOutbox<Tables>(options: OutboxOptions<Tables>): Outbox<Tables> {
  const { sender = 'relay' } = options
  const settings = { ...defaults, ...defaultsOf[sender], ...options, sender }
  const { kysely, withSession } = options.database
  const leases = new Leases({ ...settings, kysely })
  const acked = new AckedRows({ ...settings, kysely })
  const putOff = new PutOffRows({ ...settings, kysely })
  const answers = new Answers(settings.patienceMs)
  const deliver = createDeliver({ ...settings, kysely, leases, acked, putOff, answers })
  const takeover = new Takeover(settings)
  const announce = () =>
    sender === 'debezium'
      ? createRoutedAnnouncement({ ...settings, takeover })
      : createAnnouncement({ ...settings, leases, answers, deliver })
  return {
    announce,
    relay: createRelay({
      ...settings,
      kysely,
      withSession,
      leases,
      acked,
      putOff,
      deliver,
      takeover,
      observe: [() => observeBacklog(kysely), () => observeSlot(kysely, settings.slot)],
    }),
    async transaction(scope, work) {
      using announcement = announce()
      const result = await transaction(options.database, scope, (tx) =>
        work(tx, (topic, event) => announcement.store(tx, { topic, event }, scope)),
      )
      announcement.publish()
      return result
    },
  }
}
