import type pg from 'pg'

/** Settings of one session, as `SET` has them. */
export type SessionSettings = Readonly<Record<string, string>>

/** How long a session may do what; milliseconds, 0 without limit. */
export type SessionLimits = {
  readonly statementTimeoutMs: number
  /** Between two statements of a transaction. */
  readonly idleInTransactionMs: number
  /** Between two statements outside of a transaction. */
  readonly idleMs: number
}

/** What pg's parsers and our transactions are written for; an operator may have set another default for the database. */
const asWeRead: SessionSettings = {
  datestyle: 'ISO',
  intervalstyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
  default_transaction_isolation: 'read committed',
}

/**
 * The settings by which the server ends the sessions of a host that has vanished without FIN or RST.
 *
 * Without them it keeps their locks for two hours, the time after which Linux asks whether a silent
 * peer is there. `tcp_user_timeout` ends sessions to which the server has something to say.
 */
export function toSessionSettings(limits: SessionLimits): SessionSettings {
  const { statementTimeoutMs, idleInTransactionMs, idleMs } = limits
  return {
    ...asWeRead,
    statement_timeout: String(statementTimeoutMs),
    idle_in_transaction_session_timeout: String(idleInTransactionMs),
    idle_session_timeout: String(idleMs),
    tcp_user_timeout: '10000',
    tcp_keepalives_idle: '10',
    tcp_keepalives_interval: '5',
    tcp_keepalives_count: '2',
  }
}

/**
 * Makes the settings those of this session; those that the server is too old for are left out.
 *
 * Poolers refuse them as start parameters, and what is SET behind a pooler in transaction mode is another
 * client's next. So they are applied by one statement that looks at its backend first.
 *
 * returns: false, with nothing changed, when a pooler stands between client and server
 */
export async function applySettings(
  client: pg.ClientBase,
  settings: SessionSettings,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `select set_config(key, value, false) from json_each_text($1::json)
      where current_setting(key, true) is not null and pg_backend_pid() = $2`,
    [JSON.stringify(settings), backendNamed(client)],
  )
  return rowCount !== 0
}

/** The same for a pooler in session mode, where the backend is this client's as long as it is connected. */
export async function applyBehindPooler(
  client: pg.ClientBase,
  settings: SessionSettings,
): Promise<void> {
  await client.query(
    `select set_config(key, value, false) from json_each_text($1::json)
      where current_setting(key, true) is not null`,
    [JSON.stringify(settings)],
  )
}

/** BEGIN with limits that end with the transaction: behind a pooler there is no other place for them. */
export function toBegin(limits: SessionLimits): readonly string[] {
  const { statementTimeoutMs, idleInTransactionMs } = limits
  return [
    'begin isolation level read committed',
    "set local datestyle = 'ISO'",
    `set local statement_timeout = ${statementTimeoutMs}`,
    `set local idle_in_transaction_session_timeout = ${idleInTransactionMs}`,
  ]
}

/** The process id that the other side of the connection named: the backend's own, or one made up by a pooler. */
function backendNamed(client: pg.ClientBase): number {
  return (client as unknown as { processID: number | null }).processID ?? 0
}
