import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { eventRecord, readMails, readRows, uniqueId, writeRecords } from '@tailspan/testkit'
import { expect, inject, test } from 'vitest'
import { findBarriers } from './axe.ts'
import { useBrowser } from './open-browser.ts'

const browser = useBrowser()
const hostile = '<img src=x onerror="globalThis.wasRun = true">'

/** A dead letter of notification, as its consumer would have written it; the mail of this order was never sent. */
async function deadLetter(email: string): Promise<void> {
  const { ports } = inject('console')
  const orderId = `0199${randomUUID().slice(4, 14)}7${randomUUID().slice(15)}`
  const lines = [{ sku: 'tea', quantity: 1 }]
  const data = {
    orderId,
    customer: { email },
    lines,
    totalCents: 920,
    currency: 'EUR',
    placedAt: new Date().toISOString(),
  }
  const record = eventRecord({ type: 'order.placed', data, id: randomUUID() })
  const headers = {
    ...record.headers,
    'dlt-original-topic': 'orders',
    'dlt-original-partition': '0',
    'dlt-original-offset': String(Math.floor(Math.random() * 1e9)),
    'dlt-original-timestamp': String(Date.now()),
    'dlt-original-consumer-group': 'notification',
    'dlt-attempts': '4',
    'dlt-exception-code': 'mail-refused',
    'dlt-exception-kind': 'invalid',
    'dlt-exception-message': hostile,
    'x-hostile': hostile,
  }
  await writeRecords({ brokers: `127.0.0.1:${ports.kafka}`, topic: 'orders.dlt' }, [
    { ...record, headers },
  ])
}

test('a dead letter is previewed as text and replayed: its mail is sent', async () => {
  const email = `${uniqueId('letter')}@example.com`
  await deadLetter(email)
  const page = await browser.open('/dead-letters')

  const letter = page.locator('.cards li', { hasText: 'mail-refused' }).first()
  await letter.waitFor()
  await letter.getByRole('link', { name: 'Preview' }).click()
  await page.locator('#preview dd', { hasText: email }).waitFor()
  expect(await page.locator('dd', { hasText: hostile }).count()).toBeGreaterThan(0)
  expect(await page.locator('main img').count()).toBe(0)
  expect(await findBarriers(page)).toEqual([])
  await letter.getByRole('button', { name: 'Replay' }).click()
  await page.locator('#notice', { hasText: 'to be taken by notification' }).waitFor()

  await page.locator('.cards li', { hasText: 'replayed to orders/' }).waitFor()
  const { ports } = inject('console')
  await expect
    .poll(() => readMails(`http://127.0.0.1:${ports.mail}`, { to: email }), { timeout: 60_000 })
    .toHaveLength(1)
  expect(await page.evaluate(() => 'wasRun' in globalThis)).toBe(false)
})

/** Parks an event as a relay does; it would block its aggregate, which has no other. */
async function park(): Promise<string> {
  const id = randomUUID()
  const statement = `insert into "order".outbox
    (id, aggregatetype, aggregateid, type, payload, headers, attempts, last_error, parked_at)
    values ($1, 'orders', $2, 'order.unknown', '{}', '{}', 5, 'record-refused: too large', now())`
  await readRows(inject('console').databaseUrl, statement, [id, randomUUID()])
  return id
}

const rowOf = (id: string) =>
  readRows<{ parked: boolean }>(
    inject('console').databaseUrl,
    'select parked_at is not null as parked from "order".outbox where id = $1',
    [id],
  )

test('a parked row is dropped after a question, and released without one', async () => {
  const [dropped, released] = [await park(), await park()]
  const page = await browser.open('/dead-letters')
  const card = (id: string) => page.locator(`.cards li[data-id="${id}"]`)
  await card(dropped).waitFor()

  page.once('dialog', (question) => void question.dismiss())
  await card(dropped).getByRole('button', { name: 'Drop' }).click()
  expect(await rowOf(dropped)).toHaveLength(1)
  page.once('dialog', (question) => void question.accept())
  await card(dropped).getByRole('button', { name: 'Drop' }).click()
  await page.locator('#notice', { hasText: 'dropped' }).waitFor()
  await card(dropped).waitFor({ state: 'detached' })
  await card(released).getByRole('button', { name: 'Release' }).click()
  await page.locator('#notice', { hasText: 'released' }).waitFor()

  expect(await rowOf(dropped)).toEqual([])
  await expect.poll(() => rowOf(released)).not.toEqual([{ parked: true }])
})

/** Gives a mail to the catcher as any program on this machine may: a line for each of its answers. */
async function sendMail(subject: string): Promise<void> {
  const socket = connect(inject('console').ports.smtp, '127.0.0.1')
  const body = [`Subject: ${subject}`, '', hostile, '.'].join('\r\n')
  const said = [
    'HELO test',
    'MAIL FROM:<a@example.com>',
    'RCPT TO:<b@example.com>',
    'DATA',
    body,
    'QUIT',
  ]
  for await (const _ of socket) socket.write(`${said.shift() ?? 'QUIT'}\r\n`)
}

test('a mail whose subject and text are markup is shown as text', async () => {
  await sendMail(hostile)
  const page = await browser.open('/mails')
  await page.locator('main[data-live]').waitFor()

  await page.locator('summary strong', { hasText: hostile }).waitFor()
  await page.locator('summary', { hasText: hostile }).click()

  expect(await page.locator('pre', { hasText: hostile }).count()).toBe(1)
  expect(await page.locator('main img').count()).toBe(0)
  expect(await page.evaluate(() => 'wasRun' in globalThis)).toBe(false)
})

test('no page shows a password', async () => {
  const { url, databaseUrl } = inject('console')
  const { password } = new URL(databaseUrl)
  const pages = ['/', '/orders', '/ledger', '/dead-letters', '/mails']

  const texts = await Promise.all(
    pages.flatMap((path) =>
      ['text/html', 'application/json'].map(async (accept) =>
        (await fetch(`${url}${path}`, { headers: { accept } })).text(),
      ),
    ),
  )

  expect(password.length).toBeGreaterThan(5)
  for (const text of texts) expect(text).not.toContain(password)
})
