import { type Expectation, expectations, readExpectations } from '@tailspan/experiment'

/**
 * Tutorial code, as the strategies stand in `infra/experiment/src/expectations.ts`: written by hand. Its inbox and its
 * outbox do not exist, so whatever hits a consumer may be lost or done twice, a busy machine included: it sends no heartbeat
 * while it works, and a member that is late gets its records again.
 *
 * fault | contender | lost | dead letters | pending | duplicate effects | repeated mails | broken traces
 */
const naive = `
  calm             | naive      | 0   | 0   | 0   | 0   | 0   | ≥1
  client-closes    | naive      | 0   | 0   | 0   | any | any | ≥1
  tcp-reset        | naive      | 0   | 0   | 0   | any | any | ≥1
  http2-reset      | naive      | 0   | 0   | 0   | any | any | ≥1
  slow-kafka       | naive      | 0   | 0   | 0   | any | any | ≥1
  sigterm          | naive      | ≥1  | 0   | 0   | any | any | any
  sigkill          | naive      | ≥1  | 0   | 0   | any | any | any
  relay-killed     | naive      | ≥1  | 0   | 0   | any | any | any
  broker-5s        | naive      | any | 0   | any | any | any | ≥1
  broker-15s       | naive      | ≥1  | 0   | any | any | any | any
  broker-gone      | naive      | ≥1  | 0   | any | any | any | any
  postgres-restart | naive      | ≥1  | 0   | any | any | any | any
  postgres-read-only | naive    | ≥1  | 0   | any | any | any | any
  host-vanishes    | naive      | ≥1  | 0   | 0   | any | any | any
  consumer-killed  | naive      | any | 0   | 0   | ≥1  | any | ≥1
  rebalance        | naive      | any | 0   | 0   | ≥1  | any | ≥1
  poison           | naive      | ≥1  | 0   | 0   | any | any | ≥1
  smtp-refuses     | naive      | ≥1  | 0   | 0   | any | any | ≥1
  leader-killed    | naive      | any | 0   | any | any | any | ≥1
`

/** One for each contender of the lab and each fault. */
export const labExpectations: readonly Expectation[] = [...expectations, ...readExpectations(naive)]
