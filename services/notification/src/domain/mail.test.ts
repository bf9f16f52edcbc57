import { expect, test } from 'vitest'
import { confirmedMail, placedMail, rejectedMail } from './mail.ts'

const order = {
  orderId: '01996b3c-7d7e-7000-8000-00000000c0de',
  customer: { email: 'ada@example.com' },
  lines: [{ sku: 'tea', quantity: 2 }],
  totalCents: 1_840,
  currency: 'EUR' as const,
}
const settledAt = '2026-11-21T08:00:00.000Z'

test('the mail of a placed order says what was ordered and what it costs', () => {
  const mail = placedMail({ ...order, placedAt: settledAt })

  expect(mail).toMatchObject({
    to: 'ada@example.com',
    subject: 'We have your order 00000000c0de',
    messageId: '<order.placed.01996b3c-7d7e-7000-8000-00000000c0de@tailspan.example>',
  })
  expect(mail.text).toContain('2 × tea')
  expect(mail.text).toContain('18.40 EUR')
})

test('the same occasion has the same Message-ID, another occasion another', () => {
  const first = confirmedMail({ ...order, settledAt }).messageId
  const again = confirmedMail({ ...order, settledAt }).messageId
  const other = rejectedMail({ ...order, settledAt, reason: 'out of stock: tea' }).messageId

  expect(again).toBe(first)
  expect(other).not.toBe(first)
})

test('markup in a reason is shown, not run', () => {
  const mail = rejectedMail({ ...order, settledAt, reason: '<script>alert(1)</script>' })

  expect(mail.html).not.toContain('<script>')
  expect(mail.html).toContain('&lt;script&gt;')
})
