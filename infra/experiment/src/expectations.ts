import { type Expectation, readExpectations } from './read-expectations.ts'

/**
 * What must come out, written by hand from design.md (section 3), never from a run. `0`, `≥1` or `any`.
 *
 * The control loses nothing, but `request` is a race there: any share of its orders may be lost. A broker
 * that comes back within fifteen seconds is a promise of durable and detached alone (below the timeout of
 * a task); the sends of kafkajs on its own give up between five and fifteen, but its consumers may fail earlier.
 * What is lost cannot be in another trace. Mails are repeated only where notification was killed.
 *
 * fault | contender | lost | dead letters | pending | duplicate effects | repeated mails | broken traces
 */
const table = `
  calm             | durable    | 0   | 0   | 0   | 0   | 0   | 0
  calm             | detached   | 0   | 0   | 0   | 0   | 0   | 0
  calm             | background | 0   | 0   | 0   | 0   | 0   | ≥1
  calm             | request    | any | 0   | 0   | 0   | 0   | 0

  client-closes    | durable    | 0   | 0   | 0   | 0   | 0   | 0
  client-closes    | detached   | 0   | 0   | 0   | 0   | 0   | 0
  client-closes    | background | 0   | 0   | 0   | 0   | 0   | ≥1
  client-closes    | request    | ≥1  | 0   | 0   | 0   | 0   | 0

  tcp-reset        | durable    | 0   | 0   | 0   | 0   | 0   | 0
  tcp-reset        | detached   | 0   | 0   | 0   | 0   | 0   | 0
  tcp-reset        | background | 0   | 0   | 0   | 0   | 0   | ≥1
  tcp-reset        | request    | ≥1  | 0   | 0   | 0   | 0   | 0

  http2-reset      | durable    | 0   | 0   | 0   | 0   | 0   | 0
  http2-reset      | detached   | 0   | 0   | 0   | 0   | 0   | 0
  http2-reset      | background | 0   | 0   | 0   | 0   | 0   | ≥1
  http2-reset      | request    | ≥1  | 0   | 0   | 0   | 0   | 0

  slow-kafka       | durable    | 0   | 0   | 0   | 0   | 0   | 0
  slow-kafka       | detached   | 0   | 0   | 0   | 0   | 0   | 0
  slow-kafka       | background | 0   | 0   | 0   | 0   | 0   | ≥1
  slow-kafka       | request    | ≥1  | 0   | 0   | 0   | 0   | 0

  sigterm          | durable    | 0   | 0   | 0   | 0   | 0   | 0
  sigterm          | detached   | 0   | 0   | 0   | 0   | 0   | 0
  sigterm          | background | ≥1  | 0   | 0   | 0   | 0   | any
  sigterm          | request    | ≥1  | 0   | 0   | 0   | 0   | 0

  sigkill          | durable    | 0   | 0   | 0   | 0   | 0   | 0
  sigkill          | detached   | ≥1  | 0   | 0   | 0   | 0   | 0
  sigkill          | background | ≥1  | 0   | 0   | 0   | 0   | any
  sigkill          | request    | ≥1  | 0   | 0   | 0   | 0   | 0

  relay-killed     | durable    | 0   | 0   | 0   | 0   | 0   | 0
  relay-killed     | detached   | ≥1  | 0   | 0   | 0   | 0   | 0
  relay-killed     | background | ≥1  | 0   | 0   | 0   | 0   | any
  relay-killed     | request    | ≥1  | 0   | 0   | 0   | 0   | 0

  broker-5s        | durable    | 0   | 0   | 0   | 0   | 0   | 0
  broker-5s        | detached   | 0   | 0   | 0   | 0   | 0   | 0
  broker-5s        | background | any | 0   | 0   | 0   | 0   | ≥1
  broker-5s        | request    | ≥1  | 0   | 0   | 0   | 0   | 0

  broker-15s       | durable    | 0   | 0   | 0   | 0   | 0   | 0
  broker-15s       | detached   | 0   | 0   | 0   | 0   | 0   | 0
  broker-15s       | background | any | 0   | 0   | 0   | 0   | ≥1
  broker-15s       | request    | ≥1  | 0   | 0   | 0   | 0   | 0

  broker-gone      | durable    | 0   | 0   | 0   | 0   | 0   | 0
  broker-gone      | detached   | ≥1  | 0   | 0   | 0   | 0   | 0
  broker-gone      | background | ≥1  | 0   | 0   | 0   | 0   | any
  broker-gone      | request    | ≥1  | 0   | 0   | 0   | 0   | 0

  postgres-restart | durable    | 0   | 0   | 0   | 0   | 0   | 0
  postgres-restart | detached   | 0   | 0   | 0   | 0   | 0   | 0
  postgres-restart | background | 0   | 0   | 0   | 0   | 0   | ≥1
  postgres-restart | request    | any | 0   | 0   | 0   | 0   | 0

  postgres-read-only | durable  | 0   | 0   | 0   | 0   | 0   | 0
  postgres-read-only | detached | 0   | 0   | 0   | 0   | 0   | 0
  postgres-read-only | background | 0 | 0   | 0   | 0   | 0   | ≥1
  postgres-read-only | request  | any | 0   | 0   | 0   | 0   | 0

  host-vanishes    | durable    | 0   | 0   | 0   | 0   | 0   | 0
  host-vanishes    | detached   | ≥1  | 0   | 0   | 0   | 0   | 0
  host-vanishes    | background | ≥1  | 0   | 0   | 0   | 0   | any
  host-vanishes    | request    | ≥1  | 0   | 0   | 0   | 0   | 0

  consumer-killed  | durable    | 0   | 0   | 0   | 0   | any | 0
  consumer-killed  | detached   | 0   | 0   | 0   | 0   | any | 0
  consumer-killed  | background | 0   | 0   | 0   | 0   | any | ≥1
  consumer-killed  | request    | any | 0   | 0   | 0   | any | 0

  rebalance        | durable    | 0   | 0   | 0   | 0   | 0   | 0
  rebalance        | detached   | 0   | 0   | 0   | 0   | 0   | 0
  rebalance        | background | 0   | 0   | 0   | 0   | 0   | ≥1
  rebalance        | request    | any | 0   | 0   | 0   | 0   | 0

  poison           | durable    | 0   | ≥1  | 0   | 0   | 0   | 0
  poison           | detached   | 0   | ≥1  | 0   | 0   | 0   | 0
  poison           | background | 0   | ≥1  | 0   | 0   | 0   | ≥1
  poison           | request    | any | any | 0   | 0   | 0   | 0

  smtp-refuses     | durable    | 0   | ≥1  | 0   | 0   | 0   | 0
  smtp-refuses     | detached   | 0   | ≥1  | 0   | 0   | 0   | 0
  smtp-refuses     | background | 0   | ≥1  | 0   | 0   | 0   | ≥1
  smtp-refuses     | request    | any | any | 0   | 0   | 0   | 0

  leader-killed    | durable    | 0   | 0   | 0   | 0   | 0   | 0
  leader-killed    | detached   | 0   | 0   | 0   | 0   | 0   | 0
  leader-killed    | background | any | 0   | 0   | 0   | 0   | ≥1
  leader-killed    | request    | ≥1  | 0   | 0   | 0   | 0   | 0
`

/** One for each contender and fault. */
export const expectations: readonly Expectation[] = readExpectations(table)
