import type { Producer } from '@tailspan/kafka'
import type { TaskRegistry } from '@tailspan/lifecycle'
import type { Outbox } from '@tailspan/outbox'
import type { Log } from '@tailspan/telemetry'

/** What the strategies are given; each takes what it needs. */
export type PublishNeeds = {
  readonly producer: Producer
  readonly tasks: TaskRegistry
  readonly outbox: Pick<Outbox<never>, 'announce'>
  readonly log: Log
}
