import { expect, test } from 'vitest'
import { missingSkus, stockDecided } from './hold.ts'

const available = new Map([
  ['tea', 2],
  ['mug', 0],
])

test('a line that can be held exactly is not missing', () => {
  expect(missingSkus([{ sku: 'tea', quantity: 2 }], available)).toEqual([])
})

test('short and unknown skus are missing, the others are not', () => {
  const lines = ['tea', 'mug', 'samovar'].map((sku) => ({ sku, quantity: 1 }))

  expect(missingSkus(lines, available)).toEqual(['mug', 'samovar'])
})

test.each([
  [[], 'stock.held'],
  [['mug'], 'stock.short'],
] as const)('missing %j is said as %s, under the id that was decided', (missing, type) => {
  const decision = {
    orderId: 'o',
    lines: [{ sku: 'mug', quantity: 1 }],
    missing,
    decidedAt: new Date(0),
    eventId: 'e',
  }

  expect(stockDecided(decision)).toMatchObject({ id: 'e', type, time: new Date(0) })
})
