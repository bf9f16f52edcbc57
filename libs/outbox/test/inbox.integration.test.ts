import { transaction } from '@tailspan/postgres'
import { rootScope } from '@tailspan/scope'
import { expect, test } from 'vitest'
import { forgetTaken, takeOnce } from '../src/index.ts'
import { createInstance, openTables } from './open-outbox.ts'

const message = { consumer: 'mail', messageId: 'e-1' }

test('C1 a message is taken in once per consumer, also by two at the same time', async () => {
  await using tables = await openTables()
  const { database } = createInstance({ url: tables.url, brokers: '127.0.0.1:1' })
  const take = (one: typeof message) => transaction(database, rootScope, (tx) => takeOnce(tx, one))

  const answers = await Promise.all([take(message), take(message), take(message)])
  const other = await take({ ...message, consumer: 'stock' })
  await database.actor.stop(AbortSignal.timeout(1_000))

  expect(answers.filter(Boolean)).toHaveLength(1)
  expect(other).toBe(true)
})

test('C2 a rollback forgets it, so that it can come again', async () => {
  await using tables = await openTables()
  const { database } = createInstance({ url: tables.url, brokers: '127.0.0.1:1' })

  const failed = transaction(database, rootScope, async (tx) => {
    await takeOnce(tx, message)
    throw new Error('effect failed')
  })
  await expect(failed).rejects.toThrow('effect failed')
  const again = await transaction(database, rootScope, (tx) => takeOnce(tx, message))
  await database.actor.stop(AbortSignal.timeout(1_000))

  expect(again).toBe(true)
})

test('what was taken in long ago is forgotten, the rest is not', async () => {
  await using tables = await openTables()
  const { database } = createInstance({ url: tables.url, brokers: '127.0.0.1:1' })
  await tables.query(`insert into inbox (consumer, message_id, taken_at)
    values ('mail', 'old', now() - interval '2 days'), ('mail', 'new', now())`)

  const forgotten = await forgetTaken(database.kysely, { olderThanMs: 86_400_000 })
  const left = await tables.query('select message_id from inbox')
  await database.actor.stop(AbortSignal.timeout(1_000))

  expect(forgotten).toBe(1)
  expect(left).toEqual([{ message_id: 'new' }])
})
