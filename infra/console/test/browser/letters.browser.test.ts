import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { readMails, readRows, uniqueId, waitForMail } from '@tailspan/testkit'
import { expect, inject, test } from 'vitest'
import { findBarriers } from './axe.ts'
import { useBrowser } from './open-browser.ts'
import { sendLetter } from './send-letter.ts'
import { sendSpans } from './send-spans.ts'

const browser = useBrowser()
const hostile = '<img src=x onerror="globalThis.wasRun = true">'

test('a dead letter is previewed as text, markup in its sku and headers included, and replayed: its mail is sent', async () => {
  const [code, email] = [uniqueId('mail-refused'), `${uniqueId('letter')}@example.com`]
  await sendLetter({ code, email, text: hostile })
  const page = await browser.open('/dead-letters')

  const letter = page.locator('.cards li', { hasText: code })
  await letter.waitFor()
  await letter.getByRole('link', { name: 'Preview' }).click()
  await page.locator('#preview dd', { hasText: email }).waitFor()
  const shown = page.locator('#preview dd')
  // As the value, which is JSON, has it.
  expect(await shown.filter({ hasText: `"sku":${JSON.stringify(hostile)}` }).count()).toBe(1)
  expect(await shown.filter({ hasText: hostile }).count()).toBeGreaterThan(0)
  expect(await letter.textContent()).toContain(hostile)
  expect(await page.locator('main img').count()).toBe(0)
  expect(await findBarriers(page)).toEqual([])
  await letter.getByRole('button', { name: 'Replay' }).click()
  await page.locator('#notice', { hasText: 'to be taken by notification' }).waitFor()

  await letter.filter({ hasText: 'replayed to orders/' }).waitFor()
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
  // The catcher answers 250 and then stores; nothing tells the page of a mail that no service has sent.
  await waitForMail(`http://127.0.0.1:${inject('console').ports.mail}`, {
    subject: hostile,
    timeoutMs: 60_000,
  })
  const page = await browser.open('/mails')
  await page.locator('main[data-live]').waitFor()

  const subject = page.locator('summary strong', { hasText: hostile })
  const mail = page.locator('.cards li', { has: subject })
  await mail.waitFor()
  await mail.locator('summary').click()

  expect(await mail.locator('pre', { hasText: hostile }).count()).toBe(1)
  expect(await page.locator('main img').count()).toBe(0)
  expect(await page.evaluate(() => 'wasRun' in globalThis)).toBe(false)
})

test('a mail that is open stays open, and no other one, when a newer one comes', async () => {
  const mailUrl = `http://127.0.0.1:${inject('console').ports.mail}`
  const [older, newer] = [uniqueId('older'), uniqueId('newer')]
  await sendMail(older)
  await waitForMail(mailUrl, { subject: older, timeoutMs: 60_000 })
  const page = await browser.open('/mails')
  await page.locator('main[data-live]').waitFor()
  await page.locator('.cards summary', { hasText: older }).click()

  await sendMail(newer)
  await waitForMail(mailUrl, { subject: newer, timeoutMs: 60_000 })
  // Of mails that services send their spans tell.
  await sendSpans([{ name: 'send mail' }])
  await page.locator('.cards summary', { hasText: newer }).waitFor()

  const open = page.locator('.cards details[open] summary')
  expect(await open.allTextContents()).toEqual([expect.stringContaining(older)])
})
