import { inject } from 'vitest'

/** A door of the broker that a test can put its own proxy in front of. */
export type KafkaDoor = {
  /** Where the broker listens. */
  readonly listenerPort: number
  /** What the broker tells its clients: the proxy listens here. */
  readonly advertisedPort: number
  /** Who listens here has the door, also while the proxy refuses. */
  readonly claimPort: number
}

/** Where the real servers of this test run are. */
export type Infrastructure = {
  /** `host:port`, separated by commas, as in KAFKA_BROKERS */
  readonly brokers: string
  /** The same broker at `[::1]`, where this machine has that address. */
  readonly ipv6Brokers: string | undefined
  readonly kafkaDoors: readonly KafkaDoor[]
  /** A superuser's URL: for `createTestDatabase`. */
  readonly postgresUrl: string
  readonly smtpUrl: string
  /** The mail catcher's page: for `readMails`. */
  readonly mailUrl: string
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly infrastructure: Infrastructure
  }
}

/**
 * Tells where the real servers are that the global setup has started for this run.
 *
 * errors: outside of the projects `integration` and `e2e` there are none
 */
export function infrastructure(): Infrastructure {
  const provided = inject('infrastructure')
  if (provided) return provided
  throw new Error('no infrastructure: name the file *.integration.test.ts or put it into e2e/')
}
