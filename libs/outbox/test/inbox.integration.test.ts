import { transaction } from '@tailspan/postgres'
import { rootScope } from '@tailspan/scope'
import { createLog } from '@tailspan/telemetry'
import { eventually } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { createInboxRetention, takeOnce } from '../src/index.ts'
import { createInstance, openTables } from './open-outbox.ts'

const message = { consumer: 'mail', messageId: 'e-1' }

test('C1 a message is taken in once per consumer, also by two at the same time', async () => {
  await using tables = await openTables()
  const { database } = await createInstance({ url: tables.url, brokers: '127.0.0.1:1' })
  const take = (one: typeof message) => transaction(database, rootScope, (tx) => takeOnce(tx, one))

  const answers = await Promise.all([take(message), take(message), take(message)])
  const other = await take({ ...message, consumer: 'stock' })
  await database.actor.stop(AbortSignal.timeout(1_000))

  expect(answers.filter(Boolean)).toHaveLength(1)
  expect(other).toBe(true)
})

test('C1 K8 an inbox in parts by the hash of its message ids takes each in once, and forgets only what is old', async () => {
  await using tables = await openTables()
  await tables.query('alter table inbox rename to whole')
  await tables.query(
    'create table inbox (like whole including defaults, primary key (consumer, message_id)) partition by hash (message_id)',
  )
  for (const remainder of [0, 1, 2])
    await tables.query(`create table inbox_${remainder} partition of inbox
      for values with (modulus 3, remainder ${remainder})`)
  await tables.query('create index on inbox (taken_at)')
  await tables.query(
    `insert into inbox select 'mail', 'old ' || i, now() - interval '15 days' from generate_series(1, 300) i`,
  )
  await tables.query(`insert into inbox select 'mail', 'new ' || i from generate_series(1, 300) i`)
  const { database } = await createInstance({ url: tables.url, brokers: '127.0.0.1:1' })
  const take = () => transaction(database, rootScope, (tx) => takeOnce(tx, message))

  const answers = [await take(), await take()]
  const log = createLog({ service: 'test', level: 'silent' })
  const stopping = new AbortController()
  const life = createInboxRetention({ database, log, everyMs: 10 }).run?.(stopping.signal)
  const countOf = async (ids: string) =>
    (await tables.query(`select from inbox where message_id like '${ids} %'`)).length
  await eventually(async () => (await countOf('old')) === 0)
  stopping.abort()
  await life
  await database.actor.stop(AbortSignal.timeout(1_000))

  expect(answers).toEqual([true, false])
  expect(await countOf('new')).toBe(300)
})

test('C2 a rollback forgets it, so that it can be redelivered', async () => {
  await using tables = await openTables()
  const { database } = await createInstance({ url: tables.url, brokers: '127.0.0.1:1' })

  const failed = transaction(database, rootScope, async (tx) => {
    await takeOnce(tx, message)
    throw new Error('effect failed')
  })
  await expect(failed).rejects.toThrow('effect failed')
  const again = await transaction(database, rootScope, (tx) => takeOnce(tx, message))
  await database.actor.stop(AbortSignal.timeout(1_000))

  expect(again).toBe(true)
})

test('K8 what was taken in long ago is forgotten, the rest is not, also after a sweep that failed', async () => {
  await using tables = await openTables()
  const { database } = await createInstance({ url: tables.url, brokers: '127.0.0.1:1' })
  const stopping = new AbortController()
  const old = `insert into inbox (consumer, message_id, taken_at)
    values ('mail', 'old', now() - interval '15 days'), ('mail', 'new', now() - interval '13 days')`
  const ids = async () => (await tables.query('select message_id from inbox')).length

  const warned = Promise.withResolvers<string>()
  const log = { ...createLog({ service: 'test', level: 'silent' }), warn: warned.resolve }
  await tables.query('alter table inbox rename to hidden')
  const retention = createInboxRetention({ database, log, everyMs: 10 })
  const life = retention.run?.(stopping.signal)
  expect(await warned.promise).toBe('retention.not-swept')
  await tables.query('alter table hidden rename to inbox')
  await tables.query(old)
  await eventually(async () => (await ids()) === 1)
  stopping.abort()
  await life
  await database.actor.stop(AbortSignal.timeout(1_000))

  expect(await ids()).toBe(1)
})
