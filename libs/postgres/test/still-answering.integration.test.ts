import { rootScope } from '@tailspan/scope'
import { expect, test } from 'vitest'
import { DatabaseFault, DatabaseUnavailable, sql, transaction } from '../src/index.ts'
import { type OpenDatabase, openDatabase } from './open-database.ts'

const add = ({ database }: OpenDatabase, sku: string) =>
  transaction(database, rootScope, (tx) =>
    tx.insertInto('tea').values({ sku, pieces: 1 }).execute(),
  )

/** From now on the server answers each insert with the code that stands in the table `outage`. */
async function openRefusing(): Promise<OpenDatabase> {
  const open = await openDatabase()
  await open.outside.query('create table outage (code text)')
  await open.outside.query(
    `create function refuse() returns trigger language plpgsql as
      $$ declare found text := (select code from outage);
      begin
        if found is not null then raise exception 'no' using errcode = found; end if;
        return new;
      end $$`,
  )
  await open.outside.query(
    'create trigger refuse before insert on tea for each row execute function refuse()',
  )
  return open
}

test('W1 a server that answers and has no room is unavailable for the readiness check, until the statement works', async () => {
  await using open = await openRefusing()

  for (const code of ['53100', '53200', '58030']) {
    await open.outside.query('insert into outage values ($1)', [code])
    await expect(open.database.ping()).resolves.toBeUndefined()
    await expect(add(open, code)).rejects.toMatchObject({ cause: { code } })
    await expect(open.database.ping()).rejects.toBeInstanceOf(DatabaseUnavailable)
    await open.outside.query('delete from outage')
    await add(open, code)
    await expect(open.database.ping()).resolves.toBeUndefined()
  }
  expect(new Set(open.errors.map(({ event }) => event))).toEqual(
    new Set(['postgres.statement-refused']),
  )
})

test('W1 what says nothing of the next statement leaves the readiness check alone', async () => {
  await using open = await openRefusing()

  for (const code of ['40001', '53400', '55P03', '57014', '22003']) {
    await open.outside.query('insert into outage values ($1)', [code])
    await expect(add(open, 'a')).rejects.toMatchObject({ cause: { code } })
    await open.outside.query('delete from outage')

    await expect(open.database.ping()).resolves.toBeUndefined()
  }
})

test('W1 what fails behind a full disk in the same transaction is not reported in its place', async () => {
  await using open = await openRefusing()
  await open.outside.query(`insert into outage values ('53100')`)

  const attempt = transaction(open.database, rootScope, async (tx) => {
    await tx
      .insertInto('tea')
      .values({ sku: 'a', pieces: 1 })
      .execute()
      .catch(() => {})
    await sql`select 'behind'`.execute(tx)
  })

  await expect(attempt).rejects.toMatchObject({ cause: { code: '53100' } })
  await open.outside.query('delete from outage')
  await add(open, 'b')
  await expect(open.database.ping()).resolves.toBeUndefined()
})

test('W1 a sequence without a number left hits every record: retried, and reported by the readiness check', async () => {
  await using open = await openDatabase()
  await open.outside.query(
    'create table cup (id int generated always as identity (start 2 maxvalue 2))',
  )
  const fill = () => sql`insert into cup default values`.execute(open.database.kysely)
  await fill()

  await expect(fill()).rejects.toMatchObject({ sqlState: '2200H', hitsAll: true })

  await expect(open.database.ping()).rejects.toBeInstanceOf(DatabaseFault)
})
