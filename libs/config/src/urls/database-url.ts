import { parseIntoClientConfig } from 'pg-connection-string'
import type { Parse } from '../parsers.ts'
import { Secret } from '../secret.ts'
import { assertHost, assertPort } from './host-port.ts'
import { splitUrl, type UrlParts } from './split-url.ts'
import { assertTls } from './tls-parameters.ts'

const numbers = [
  'port',
  'statement_timeout',
  'lock_timeout',
  'query_timeout',
  'connect_timeout',
  'idle_in_transaction_session_timeout',
]

/** pg takes every parameter for one of its options: these are the service's own, and as texts they break it. */
const options = [
  'binary',
  'pipeline',
  'replication',
  'stream',
  'types',
  'Promise',
  'keepAlive',
  'log',
  'keepAliveInitialDelayMillis',
  'connectionTimeoutMillis',
  'idleTimeoutMillis',
  'Client',
  'max',
  'min',
  'maxUses',
  'maxLifetimeSeconds',
  'allowExitOnIdle',
  'connection',
  'verify',
  'enableChannelBinding',
  'onConnect',
  'connectionString',
  '__proto__',
]

/**
 * Where a PostgreSQL database is; a secret, because of its password.
 *
 * shape: `postgres://user:password@host:5432/database?sslmode=verify-full&sslrootcert=/etc/ca.pem`; the password may be
 *        left out, a socket is `postgres://user@/database?host=/var/run/postgresql`
 */
export const databaseUrl: Parse<Secret> = (value) => {
  const parts = splitUrl(value, ['postgres', 'postgresql'])
  const parameters = new URLSearchParams(parts.rest.split('?').slice(1).join('?'))
  assertPlace(parts, parameters)
  assertDatabase(parts)
  assertParameters(parameters)
  assertTls(parameters)
  assertReadable(value)
  return new Secret(value)
}

function assertPlace({ user, host, port }: UrlParts, parameters: URLSearchParams): void {
  if (!(parameters.get('user') ?? user)) throw new Error('must name a user')
  if (port !== undefined) assertPort(port)
  const place = decodeURIComponent(parameters.get('host') ?? host)
  if (!place.startsWith('/')) assertHost(parameters.get('host') ?? host)
  else if (place.includes(',')) throw new Error('must name one socket')
}

function assertDatabase({ rest }: UrlParts): void {
  const [path = ''] = rest.split('?')
  const name = path.slice(1)
  if (name === '') throw new Error('must name a database, as in postgres://user@host:5432/database')
  if (/[/@]/.test(name)) throw new Error('must have each / and @ of its password encoded')
  // pg leaves these as they are.
  if (/%(2f|3f|23|40)/i.test(name))
    throw new Error('must name a database whose name has none of / ? # @ in it')
}

function assertParameters(parameters: URLSearchParams): void {
  for (const [name, value] of parameters) {
    assertName(name)
    if (parameters.getAll(name).length > 1) throw new Error(`must have ${name} once`)
    if (numbers.includes(name) && !/^\d{1,9}$/.test(value))
      throw new Error(`must have a whole number as ${name}`)
  }
  if (parameters.has('port')) assertPort(parameters.get('port') ?? '')
}

function assertName(name: string): void {
  // The rest of a password with a ? in it, or of a URL that was pasted twice.
  if (!/^\w+$/.test(name)) throw new Error('must have each ? of its password encoded as %3F')
  if (options.includes(name)) throw new Error(`must leave ${name} to the service`)
}

// By what will read it, last: what it says is ours to put into words, for it may repeat the value.
function assertReadable(value: string): void {
  try {
    parseIntoClientConfig(value)
  } catch (cause) {
    throw new Error('must be a URL such as postgres://user:password@host:5432/database', { cause })
  }
}
