import { placeOrder, type Shop, settledOrder } from '@tailspan/experiment'
import { openShop } from '@tailspan/experiment/vitest'
import { eventually, readMails, readRows, waitForMail } from '@tailspan/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

let shop: Shop
beforeAll(async () => {
  // Longer than all that happens before the address is taken, on a busy machine too.
  shop = await openShop({ all: { MAIL_RETRY_FOR: '2m' } })
})
afterAll(() => shop[Symbol.asyncDispose]())

test('W3 a deferred mail outlives a kill -9, holds up no other, and is sent in the trace of its order', async () => {
  const { system, mailWire } = shop
  let first: string | undefined
  mailWire.refuse((address) => {
    first ??= address
    return address === first
  }, '450 4.2.0 greylisted')

  const refused = await placeOrder(shop)
  await eventually(async () => (await deferredOf(refused.id)).length > 0, { timeoutMs: 60_000 })
  const other = await placeOrder(shop)
  await waitForMail(system.mailUrl, { to: other.email, subject: /is confirmed/ })
  await settledOrder(shop, refused.id)
  await eventually(async () => (await deferredOf(refused.id)).length === 2, { timeoutMs: 60_000 })
  await system.halt('notification', 'kill')
  mailWire.accept()
  await system.resume('notification')

  await waitForMail(system.mailUrl, {
    to: refused.email,
    subject: /is confirmed/,
    timeoutMs: 60_000,
  })
  const mails = await readMails(system.mailUrl, { to: refused.email })
  expect(mails.map(({ subject }) => subject.replace(/[0-9a-f]{12}/, '#'))).toEqual([
    'We have your order #',
    'Your order # is confirmed',
  ])
  await eventually(() => {
    const spans = system.receiver.store.trace(refused.traceId)
    const sends = spans.filter(({ name }) => name === 'send mail')
    const taken = sends.filter(({ attributes }) => attributes['error.type'] === undefined)
    const parents = taken.map(({ parentSpanId: id }) => spans.find(({ spanId }) => spanId === id))
    expect(spans.filter(({ name }) => name === 'INSERT mails')).toHaveLength(2)
    expect(sends.length).toBeGreaterThan(2)
    expect(parents).toMatchObject([{ name: 'process orders' }, { name: 'process orders' }])
  })
})

/** The deferred mails of an order. */
function deferredOf(orderId: string): Promise<object[]> {
  const statement = 'select tries from notification.deferred_mails where order_id = $1'
  return readRows(shop.databaseUrl, statement, [orderId])
}
