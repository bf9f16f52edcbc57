import { expect, test } from 'vitest'
import { quoteLines } from './quote.ts'

const prices = new Map([
  ['tea', 920],
  ['mug', 1_450],
])

test('a quote adds quantity times price over all lines', () => {
  const lines = [
    { sku: 'tea', quantity: 2 },
    { sku: 'mug', quantity: 1 },
  ]

  expect(quoteLines(lines, prices)).toEqual({ totalCents: 3_290, currency: 'EUR' })
})

test.each(['gold', 'constructor', '__proto__'])('%s has no price', (sku) => {
  expect(() => quoteLines([{ sku, quantity: 1 }], prices)).toThrow(
    expect.objectContaining({ code: 'sku-unknown' }),
  )
})
