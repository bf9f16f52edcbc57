import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createTestDatabase, infrastructure, type TestDatabase } from '@tailspan/testkit'

/** The services that stored something in the first version, commit 9a98c02. */
export type Service = 'order' | 'inventory' | 'notification'

const outbox = ['0002-outbox', '6e6fbb27'] as const
const inbox = ['0003-inbox', 'f0f85a86'] as const

// Each file of that version, and how its sha256 begins: a file that was run somewhere never changes.
const files: Readonly<Record<Service, readonly (readonly [name: string, sha256: string])[]>> = {
  order: [['0001-orders', '54914594'], outbox, inbox, ['0004-idempotency', 'd005b06a']],
  inventory: [['0001-stock', '3f07412f'], outbox, inbox],
  notification: [['0001-mails', '94ed3457']],
}

export const migrationsOf = (service: Service) =>
  new URL(`../../../../services/${service}/migrations/`, import.meta.url)

export const filesOf = (service: Service) => files[service].map(([name]) => name)

/** A database of a service as its first version has left it: its tables, and what kysely's migrator noted. */
export async function openFirstVersion(service: Service): Promise<TestDatabase> {
  const database = await createTestDatabase(infrastructure().postgresUrl)
  await database.query(`
    create table kysely_migration (name varchar(255) primary key, timestamp varchar(255) not null);
    create table kysely_migration_lock (id varchar(255) primary key, is_locked integer not null default 0);
    insert into kysely_migration_lock (id) values ('migration_lock')`)
  for (const [name, sha256] of files[service]) {
    await database.query(await readUnchanged(new URL(`${name}.sql`, migrationsOf(service)), sha256))
    await database.query('insert into kysely_migration values ($1, now()::text)', [name])
  }
  return database
}

async function readUnchanged(file: URL, sha256: string): Promise<string> {
  const text = await readFile(file, 'utf8')
  if (createHash('sha256').update(text).digest('hex').startsWith(sha256)) return text
  throw new Error(`${file.pathname} was run by the first version: it must not change`)
}
