import { createHmac } from 'node:crypto'
import pg from 'pg'

/** The one database of the system. */
export const databaseName = 'tailspan'

/**
 * Makes sure that each service has a schema and a role of its own name in the one database.
 *
 * shape:   a URL for each service; the role owns its schema, finds it first and has no right to the others
 * repeats: safe, and always the same URLs: each password is derived from the superuser's
 */
export async function ensureServiceSchemas<const Name extends string>(
  adminUrl: string,
  services: readonly Name[],
): Promise<Record<Name, string>> {
  await withClient(adminUrl, ensureDatabase)
  const url = new URL(adminUrl)
  url.pathname = `/${databaseName}`
  const urls: [Name, string][] = []
  await withClient(url.href, async (client) => {
    await client.query(`revoke all on database ${databaseName} from public`)
    await client.query('revoke all on schema public from public')
    for (const service of services) urls.push([service, await ensureService(client, url, service)])
  })
  return Object.fromEntries(urls) as Record<Name, string>
}

async function ensureDatabase(client: pg.Client): Promise<void> {
  const found = await client.query('select from pg_database where datname = $1', [databaseName])
  if (found.rowCount === 0) await client.query(`create database ${databaseName}`)
}

async function ensureService(client: pg.Client, url: URL, service: string): Promise<string> {
  const role = pg.escapeIdentifier(service)
  const password = derivePassword(url, service)
  const found = await client.query('select from pg_roles where rolname = $1', [service])
  if (found.rowCount === 0) await client.query(`create role ${role} login`)
  await client.query(`alter role ${role} password ${pg.escapeLiteral(password)}`)
  await client.query(`alter role ${role} in database ${databaseName} set search_path = ${role}`)
  await client.query(`grant connect, temporary on database ${databaseName} to ${role}`)
  await client.query(`create schema if not exists ${role} authorization ${role}`)
  const own = new URL(url)
  own.username = encodeURIComponent(service)
  own.password = password
  return own.href
}

function derivePassword({ password }: URL, role: string): string {
  return createHmac('sha256', password).update(role).digest('base64url')
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
