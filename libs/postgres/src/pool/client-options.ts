import type pg from 'pg'
import { parseIntoClientConfig } from 'pg-connection-string'
import { DatabaseMisconfigured } from '../faults/database-error.ts'

/** How one connection is opened. */
export type ClientOptions = {
  readonly url: string
  readonly name: string
  readonly connectTimeoutMs: number
  /** 0 for none. */
  readonly statementTimeoutMs: number
}

// The answer of a frozen server never comes, so its own timeout does not help: ours follows later.
const graceMs = 1_000

/**
 * The options as pg takes them; what poolers refuse as start parameters is applied after connecting.
 *
 * errors: database-misconfigured
 */
export function toClientConfig(options: ClientOptions): pg.ClientConfig {
  const { statementTimeoutMs } = options
  return {
    application_name: options.name,
    connectionTimeoutMillis: options.connectTimeoutMs,
    keepAlive: true,
    // The kernel's own two hours are too long for a migration, whose statements have no limit.
    keepAliveInitialDelayMillis: 10_000,
    ...(statementTimeoutMs > 0 && { query_timeout: statementTimeoutMs + graceMs }),
    ...readUrl(options.url),
  }
}

// Read once: pg would read certificates again for each connection, and a missing file is thrown where nobody
// catches it.
function readUrl(url: string): pg.ClientConfig {
  try {
    return parseIntoClientConfig(url)
  } catch (cause) {
    throw new DatabaseMisconfigured('its URL or a file named in it cannot be read', { cause })
  }
}

/** Breaks a connection, in the middle of whatever it does. */
export function breakClient(client: pg.ClientBase): void {
  const { connection } = client as unknown as { connection: { stream: { destroy(): void } } }
  connection.stream.destroy()
}
