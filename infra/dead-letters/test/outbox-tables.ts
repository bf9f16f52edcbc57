import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { TestDatabase } from '@tailspan/testkit'

const migration = new URL('../../../libs/outbox/migrations/outbox.sql', import.meta.url)

/** An outbox in a schema of its own for each service, as the services have them. */
export async function openOutboxTables(
  database: TestDatabase,
  services: readonly string[],
): Promise<void> {
  const outbox = await readFile(migration, 'utf8')
  for (const service of services) {
    await database.query(`create schema "${service}"`)
    await database.query(`set search_path to "${service}"`)
    await database.query(outbox)
  }
}

/** Parks an event, as its relay does after the last attempt, and returns its id. */
export async function park(
  database: TestDatabase,
  { service, key }: { readonly service: string; readonly key: string },
): Promise<string> {
  const id = randomUUID()
  await database.query(
    `insert into "${service}".outbox
       (id, aggregatetype, aggregateid, type, payload, headers, attempts, last_error, parked_at)
     values ($1, 'orders', $2, 'order.placed', '{}', '{}', 5, 'record-refused: too large', now())`,
    [id, key],
  )
  return id
}
