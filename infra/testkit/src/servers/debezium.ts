import { join } from 'node:path'
import {
  CannotStart,
  type Connect,
  type KafkaRuntime,
  prepareConnect,
  startConnect,
} from '@tailspan/local'
import { type OwnPostgres, startOwnPostgres } from './own-postgres.ts'

/** Kafka Connect with Debezium as it can be started, or why it cannot be had. */
export type PreparedDebezium =
  | { readonly runtime: KafkaRuntime; readonly whyNot?: undefined }
  | { readonly runtime?: undefined; readonly whyNot: string }

/** Fetches the jars, once. */
export async function prepareDebezium(): Promise<PreparedDebezium> {
  try {
    return { runtime: await prepareConnect() }
  } catch (error) {
    const isAway = error instanceof CannotStart && error.code === 'download-failed'
    if (isAway) return { whyNot: `Debezium cannot be had: ${error.message}` }
    throw error
  }
}

/** A PostgreSQL whose log can be decoded, with a folder for a connector that reads it. */
export type LogicalPostgres = Omit<OwnPostgres, 'dir'> & {
  /** Starts a connector that reads the outboxes of a database; the next one goes on where it was. */
  startConnector(databaseUrl: string): Promise<Connect>
}

type Needs = {
  readonly runtime: KafkaRuntime
  readonly brokers: string
  /** Where its state lies, for who stops what was left behind. */
  readonly state?: string
}

/**
 * Starts a PostgreSQL of one's own with `wal_level=logical`.
 *
 * errors: those of @tailspan/local
 */
export async function startLogicalPostgres(needs: Needs): Promise<LogicalPostgres> {
  const { runtime, brokers } = needs
  const settings = { wal_level: 'logical', wal_sender_timeout: '5s' }
  const state = needs.state && { state: needs.state }
  const { dir, ...postgres } = await startOwnPostgres({ settings, ...state })
  return {
    ...postgres,
    startConnector: (databaseUrl) =>
      startConnect({ runtime, databaseUrl, brokers, dir: join(dir, 'connect'), ...state }),
  }
}
