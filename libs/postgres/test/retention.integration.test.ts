import { createTestDatabase, eventually, infrastructure, lockRows } from '@tailspan/testkit'
import { expect, test, vi } from 'vitest'
import { createDatabase, createRetention, type Database, deleteDue } from '../src/index.ts'

vi.setConfig({ testTimeout: 240_000 })

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const due = { table: 'notes', column: 'at', olderThanMs: 86_400_000 }
const unlimited = new AbortController().signal

test('K8 200,000 rows that are due are gone after one sweep, in statements that keep their limit', async () => {
  await using notes = await openNotes(200_000)
  // A piece has a quarter of this, all of them at once would take several times as long; on a busy machine less makes pieces of a row each.
  const limits = { signal: unlimited, longestMs: 400 }

  const rows = await deleteDue(notes.database, due, limits)

  expect(rows).toBe(200_000)
  expect(await notes.left()).toEqual([{ count: 10, due: 0 }])
})

test('K8 rows that are slow to delete go as well, in smaller pieces', async () => {
  await using notes = await openNotes(150)
  await notes.slowDown()

  const rows = await deleteDue(notes.database, due, { signal: unlimited, longestMs: 300 })

  expect(rows).toBe(150)
  expect(await notes.left()).toEqual([{ count: 10, due: 0 }])
})

test('K8 a sweep waits for nobody, and several at once share the work', async () => {
  await using notes = await openNotes(20_000)
  const held = await lockRows(notes.url, `select from notes where id in ('1', '9000') for update`)
  const sweep = () => deleteDue(notes.database, due, { signal: unlimited, longestMs: 1_000 })

  const rows = await Promise.all([sweep(), sweep(), sweep()])
  const withoutHeld = await notes.left()
  await held[Symbol.asyncDispose]()
  await sweep()

  expect(rows.reduce((sum, one) => sum + one)).toBe(19_998)
  expect(withoutHeld).toEqual([{ count: 12, due: 2 }])
  expect(await notes.left()).toEqual([{ count: 10, due: 0 }])
})

test('K8 of a table in parts what is due goes, and nothing that lies at the same place in another part', async () => {
  await using notes = await openNotes(500, 'partition by hash (id)')
  const before = await notes.left()

  const rows = await deleteDue(notes.database, due, { signal: unlimited, longestMs: 1_000 })

  expect(before).toEqual([{ count: 510, due: 500 }])
  expect(rows).toBe(500)
  expect(await notes.left()).toEqual([{ count: 10, due: 0 }])
})

test('K8 a sweep ends with its service, between two pieces', async () => {
  await using notes = await openNotes(5_000)
  await notes.slowDown()
  const { database } = notes
  const retention = createRetention({ ...due, database, log: quiet, longestMs: 300 })
  const life = new AbortController()

  const running = retention.run?.(life.signal)
  await eventually(async () => ((await notes.left())[0]?.due ?? 0) < 5_000)
  retention.quiesce?.()
  life.abort()
  await running
  const [left] = await notes.left()

  expect(left?.due).toBeGreaterThan(0)
})

async function openNotes(count: number, parts = '') {
  await using undo = new AsyncDisposableStack()
  const { url, query } = undo.use(await createTestDatabase(infrastructure().postgresUrl))
  await query(`create table notes (id text primary key, at timestamptz not null) ${parts}`)
  for (const remainder of parts ? [0, 1, 2, 3] : [])
    await query(`create table notes_${remainder} partition of notes
      for values with (modulus 4, remainder ${remainder})`)
  await query('create index notes_at on notes (at)')
  await query(`insert into notes select n, now() - interval '2 days' + n * interval '1 ms'
    from generate_series(1, ${count}) n`)
  await query(`insert into notes select 'new ' || n, now() from generate_series(1, 10) n`)
  const database = createDatabase<unknown>({ url, log: quiet }) as Database<unknown>
  undo.defer(() => database.actor.stop(unlimited))
  const opened = undo.move()
  return {
    url,
    database,
    left: () =>
      query<{ count: number; due: number }>(
        `select count(*)::int, count(*) filter (where at < now() - interval '1 day')::int as due from notes`,
      ),
    /** Deleting a row takes some milliseconds from now on. */
    slowDown: () =>
      query(`
        create function slow_down() returns trigger language plpgsql as $$
          begin perform pg_sleep(0.004); return old; end $$;
        create trigger slow_down before delete on notes for each row execute function slow_down()`),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}
