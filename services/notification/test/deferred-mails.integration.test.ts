import { createDatabase } from '@tailspan/postgres'
import { rootScope } from '@tailspan/scope'
import { createTestDatabase, eventually, infrastructure } from '@tailspan/testkit'
import { afterAll, expect, test } from 'vitest'
import { MailDeferred, MailUnavailable } from '../src/domain/mail-errors.ts'
import { createDeferredMails } from '../src/postgres/deferred-mails.ts'
import type { Tables } from '../src/postgres/tables.ts'
import { givenMail } from './given-mail.ts'

const closing = new AsyncDisposableStack()
const migrations = new URL('../migrations/', import.meta.url)
const refused = new MailDeferred('the mail server replied 450 to RCPT TO')
const policy = new MailDeferred('the mail server replied 554 5.7.1 to RCPT TO', { isPolicy: true })
const lost = new MailUnavailable('the mail server does not answer', { reached: 'message' })
afterAll(() => closing.disposeAsync())

/** Two instances on one table. */
async function givenInstances({
  retryForMs = 60_000,
  leaseMs = 60_000,
  expireAfterMs = 3_600_000,
} = {}) {
  const outside = closing.use(await createTestDatabase(infrastructure().postgresUrl))
  const log = { info() {}, warn() {}, error() {} }
  const database = createDatabase<Tables>({ url: outside.url, migrations, log })
  await database.actor.start(new AbortController().signal)
  closing.defer(() => database.actor.stop(AbortSignal.abort()))
  const instance = () => createDeferredMails(database, { retryForMs, leaseMs, expireAfterMs })
  const makeDue = () => outside.query("update deferred_mails set due_at = now() - interval '1 s'")
  return { one: instance(), other: instance(), makeDue, query: outside.query }
}

const headers = Object.fromEntries([
  ['ce_type', Buffer.from('order.placed')],
  ['twice', [Buffer.from('a'), Buffer.from([0xff, 0])]],
  ['nothing', null],
  ['__proto__', Buffer.from('x')],
  ['\u0000', Buffer.from('nul')],
])

const givenRecord = () => ({
  topic: 'orders',
  partition: 2,
  offset: '4711',
  timestamp: '1795251600000',
  key: Buffer.from([0xff, 0xfe]),
  value: null,
  headers: headers as never,
})

test('W3 a deferred mail comes back with its record, byte for byte', async () => {
  const { one, makeDue } = await givenInstances()
  const source = givenRecord()

  await one.defer({ mail: givenMail(), source, error: refused }, rootScope)
  await makeDue()
  const [mail] = await one.claim(1)

  expect(mail).toMatchObject({ tries: 1, isLast: false })
  expect(mail?.source).toEqual(source)
  expect(Object.keys(mail?.source.headers ?? {})).toEqual(Object.keys(headers))
})

test('W3 one instance at a time has a deferred mail in hand', async () => {
  const { one, other, makeDue } = await givenInstances()
  const mails = Array.from({ length: 40 }, () => givenMail())
  for (const mail of mails)
    await one.defer({ mail, source: givenRecord(), error: refused }, rootScope)
  await makeDue()

  const claims = await Promise.all(
    Array.from({ length: 20 }, (_, i) => (i % 2 ? one : other).claim(4)),
  )

  const leases = claims.flat().map(({ leaseId }) => leaseId)
  expect(leases).toHaveLength(40)
  expect(new Set(leases).size).toBe(40)
  expect(await other.claim(40)).toEqual([])
})

test('W3 the mail of an instance that was killed is free when its lease ends, and no longer its own', async () => {
  const { one, other, makeDue } = await givenInstances({ leaseMs: 200 })
  await one.defer({ mail: givenMail(), source: givenRecord(), error: refused }, rootScope)
  await makeDue()
  const [killed] = await one.claim(1)

  const [taken] = await eventually(async () => {
    const claimed = await other.claim(1)
    return claimed.length > 0 && claimed
  })
  await one.remove(killed as never)

  expect(taken?.leaseId).not.toBe(killed?.leaseId)
  expect(await one.count()).toMatchObject({ mails: 1 })
})

test('W3 a lease that is renewed does not end', async () => {
  const { one, other, makeDue, query } = await givenInstances({ leaseMs: 60_000 })
  await one.defer({ mail: givenMail(), source: givenRecord(), error: refused }, rootScope)
  await makeDue()
  const [mail] = await one.claim(1)
  await query("update deferred_mails set due_at = now() + interval '1 ms'")

  await one.renew([mail?.leaseId ?? ''])

  expect(await other.claim(1)).toEqual([])
  expect(await other.nextDueMs()).toBeGreaterThan(30_000)
})

const outage = { reason: 'away', isTry: false, isOwn: false, isPolicy: false }

test('W3 an outage of the server uses up none of the time of a mail', async () => {
  const { one, query } = await givenInstances({ retryForMs: 60_000 })
  await one.defer({ mail: givenMail(), source: givenRecord(), error: refused }, rootScope)
  // It was tried last an hour ago, and its minute is long over.
  await query(`update deferred_mails set due_at = now(), tried_at = now() - interval '1 h',
    retry_until = now() - interval '59 min'`)
  const [last] = await one.claim(1)

  await one.postpone(last as never, { ...outage, pauseMs: 0 })

  const [again] = await one.claim(1)
  expect([last?.isLast, again?.isLast]).toEqual([true, false])
})

const sent = "insert into mails values ('<other@x>', gen_random_uuid(), now() - interval"

test.each([
  ['while the server takes no mail at all', '9 days', `select 1`, false],
  ['while none was taken since its last try', '9 days', `${sent} '2 min')`, false],
  ['while the server takes others', '59 min', `${sent} '1 s')`, false],
  ['while the server takes others', '61 min', `${sent} '1 s')`, true],
])('W3 whether a mail expires that no refusal was meant for, %s, %s old', async (...row) => {
  const [, age, others, isExpired] = row
  const { one, query } = await givenInstances({ retryForMs: 1 })
  await one.defer({ mail: givenMail(), source: givenRecord(), error: lost }, rootScope)
  await query(`update deferred_mails set due_at = now(), tried_at = now() - interval '1 min',
    deferred_at = now() - interval '${age}'`)
  await query(others)

  const [mail] = await one.claim(1)

  expect(mail).toMatchObject({ isLast: false, isExpired })
})

test.each([
  ['a refusal of its own', refused, 'select 1', true],
  ['a policy, while the server takes no mail', policy, 'select 1', false],
  ['a policy, while none was taken since its last try', policy, `${sent} '2 min')`, false],
  ['a policy, while the server takes others', policy, `${sent} '1 s')`, true],
])('W3 whether the time of a mail is over that was deferred for %s', async (...row) => {
  const [, error, others, isLast] = row
  const { one, query } = await givenInstances()
  await one.defer({ mail: givenMail(), source: givenRecord(), error }, rootScope)
  await query(`update deferred_mails set due_at = now(), tried_at = now() - interval '1 min',
    retry_until = now() - interval '1 s'`)
  await query(others)

  const [mail] = await one.claim(1)

  expect(mail).toMatchObject({ isLast })
})

test('W3 a mail that waits for others to be taken keeps its pauses, also through an outage', async () => {
  const { one, query, makeDue } = await givenInstances({ retryForMs: 3_600_000 })
  await one.defer({ mail: givenMail(), source: givenRecord(), error: policy }, rootScope)
  const tryAgain = async (why: typeof outage) => {
    await query(`update deferred_mails set due_at = now(), retry_until = now() - interval '1 s'`)
    const [mail] = await one.claim(1)
    await one.postpone(mail as never, why)
    return mail?.isLast
  }

  const first = await tryAgain({ reason: '554 5.7.1', isTry: true, isOwn: true, isPolicy: true })
  const pauseMs = await one.nextDueMs()
  const second = await tryAgain(outage)
  await makeDue()
  await query(`update deferred_mails set retry_until = now() - interval '1 s'`)
  const [third] = await one.claim(1)

  expect([first, second, third?.isLast]).toEqual([false, false, false])
  expect(pauseMs).toBeGreaterThan(10_000)
})

test('W3 of one order only the first deferred mail is due', async () => {
  const { one, makeDue } = await givenInstances()
  const first = givenMail()
  const second = { ...givenMail(), orderId: first.orderId }
  await one.defer({ mail: first, source: givenRecord(), error: refused }, rootScope)
  await one.defer({ mail: second, source: givenRecord() }, rootScope)
  await makeDue()

  const [only, ...others] = await one.claim(10)
  await one.remove(only as never)
  const behind = await one.claim(10)

  expect(only).toMatchObject({ tries: 1 })
  expect(others).toEqual([])
  expect(behind).toMatchObject([{ tries: 0 }])
})

test('W3 a mail behind a deferred one is no reason to look before that one is due or gone', async () => {
  const { one, query } = await givenInstances()
  const first = givenMail()
  const second = { ...givenMail(), orderId: first.orderId }
  const none = await one.nextDueMs()
  await one.defer({ mail: first, source: givenRecord(), error: refused }, rootScope)
  await one.defer({ mail: second, source: givenRecord() }, rootScope)
  await query("update deferred_mails set due_at = now() + interval '1 h' where tries > 0")

  const behind = await one.nextDueMs()
  await query('delete from deferred_mails where tries > 0')
  const freed = await one.nextDueMs()

  expect(none).toBeUndefined()
  expect(behind).toBeGreaterThan(1_800_000)
  expect(freed).toBeLessThanOrEqual(0)
})

test('W3 a mail that is deferred twice stays as it is', async () => {
  // Not due for minutes: a mail that is due can be claimed.
  const { one } = await givenInstances({ retryForMs: 86_400_000 })
  const mail = givenMail()

  await one.defer({ mail, source: givenRecord(), error: refused }, rootScope)
  await one.defer({ mail, source: givenRecord() }, rootScope)

  expect(await one.count()).toMatchObject({ mails: 1 })
  expect(await one.claim(1)).toEqual([])
})
