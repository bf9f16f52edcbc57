import { createDatabase } from '@tailspan/postgres'
import { rootScope } from '@tailspan/scope'
import { countQueries, createTestDatabase, infrastructure } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { createDeliverMail } from '../src/domain/deliver-mail.ts'
import { MailsInHand } from '../src/domain/mails-in-hand.ts'
import { createMailLog } from '../src/postgres/mail-log.ts'
import type { Tables } from '../src/postgres/tables.ts'
import { givenMail } from './given-mail.ts'

const log = { info() {}, warn() {}, error() {} }

test('a mail is two round trips to the database: whether it was sent, and that it is', async () => {
  await using outside = await createTestDatabase(infrastructure().postgresUrl)
  await using wire = await countQueries(outside.url)
  const migrations = new URL('../migrations/', import.meta.url)
  const database = createDatabase<Tables>({ url: wire.url, migrations, log })
  await database.actor.start(rootScope.signal)
  const mailLog = createMailLog(database)
  const mails = new MailsInHand({
    mailLog,
    sendMail: async () => {},
    now: () => new Date(),
    onNotNoted() {},
  })
  const deferrals = { defer: () => Promise.reject(new Error('not deferred')) }
  const needs = { mailLog, sendOnce: mails.sendOnce, onNotDeferred() {} }
  const deliver = createDeliverMail({ ...needs, deferrals })
  const mail = givenMail()
  async function roundTrips(): Promise<number> {
    const before = wire.roundTrips()
    await deliver(mail, { source: undefined, scope: rootScope })
    return wire.roundTrips() - before
  }

  const trips = [await roundTrips(), await roundTrips()]
  await database.actor.stop(AbortSignal.abort())

  expect(trips).toEqual([2, 1])
  expect(await outside.query('select message_id from mails')).toHaveLength(1)
})
