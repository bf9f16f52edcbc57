import { type Driver, PostgresDialect } from 'kysely'
import type { GuardedClient } from '../pool/guard-client.ts'
import { TripConnection } from './trip-connection.ts'

/** Where the connections come from. */
export type Clients = {
  connect(): Promise<GuardedClient>
  end(): Promise<void>
}

/** PostgreSQL as kysely knows it, over connections on which statements leave together. */
export class TripDialect extends PostgresDialect {
  readonly #clients: Clients

  constructor(clients: Clients) {
    super({ pool: noPool })
    this.#clients = clients
  }

  override createDriver(): Driver {
    const { connect, end } = this.#clients
    return {
      async init() {},
      acquireConnection: async () => new TripConnection(await connect()),
      beginTransaction: async (connection) => toTrip(connection).begin(),
      commitTransaction: (connection) => toTrip(connection).commit(),
      rollbackTransaction: (connection) => toTrip(connection).rollback(),
      releaseConnection: async (connection) => toTrip(connection).release(),
      destroy: end,
    }
  }
}

// Kysely knows the interface only; each of its connections is one of ours.
export function toTrip(connection: unknown): TripConnection {
  return connection as TripConnection
}

async function noPool(): Promise<never> {
  throw new Error('the driver is our own')
}
