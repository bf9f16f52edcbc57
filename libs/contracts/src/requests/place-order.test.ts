import { expect, test } from 'vitest'
import { placeOrderRequest } from '../index.ts'

const good = { customer: { email: 'ada@example.com' }, lines: [{ sku: 'tea', quantity: 2 }] }

test('a plain order is accepted as it is', () => {
  expect(placeOrderRequest.parse(good)).toEqual(good)
})

test.each([
  ['no lines', { ...good, lines: [] }],
  ['fifty-one lines', { ...good, lines: linesOf(51) }],
  ['the same sku twice', { ...good, lines: [good.lines[0], good.lines[0]] }],
  ['a quantity of zero', { ...good, lines: [{ sku: 'tea', quantity: 0 }] }],
  ['a negative quantity', { ...good, lines: [{ sku: 'tea', quantity: -1 }] }],
  ['a fractional quantity', { ...good, lines: [{ sku: 'tea', quantity: 1.5 }] }],
  ['a huge quantity', { ...good, lines: [{ sku: 'tea', quantity: 1e300 }] }],
  ['a quantity as text', { ...good, lines: [{ sku: 'tea', quantity: '2' }] }],
  ['a sku with a space', { ...good, lines: [{ sku: 'green tea', quantity: 1 }] }],
  ['an unknown field', { ...good, coupon: 'x' }],
  ['an unknown field of a line', { ...good, lines: [{ sku: 'tea', quantity: 1, price: 0 }] }],
  ['no customer', { lines: good.lines }],
  ['an address without a domain', { ...good, customer: { email: 'ada' } }],
  ['an address that opens a header', { ...good, customer: { email: 'a@b.de\r\nBcc: c@d.de' } }],
  ['two addresses', { ...good, customer: { email: 'a@b.de,c@d.de' } }],
  ['a display name', { ...good, customer: { email: 'Ada <a@b.de>' } }],
  ['a list', []],
  ['null', null],
])('%s is refused', (_, body) => {
  expect(placeOrderRequest.safeParse(body).success).toBe(false)
})

test('fifty lines are accepted', () => {
  expect(placeOrderRequest.safeParse({ ...good, lines: linesOf(50) }).success).toBe(true)
})

function linesOf(count: number) {
  return Array.from({ length: count }, (_, i) => ({ sku: `tea-${i}`, quantity: 1 }))
}
