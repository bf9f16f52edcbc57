import { expect, test } from 'vitest'
import { missingSkus, piecesBySku, stockDecided } from './hold.ts'

const available = new Map([
  ['tea', 2],
  ['mug', 0],
])

test('a line that can be held exactly is not missing', () => {
  expect(missingSkus(new Map([['tea', 2]]), available)).toEqual([])
})

test('short and unknown skus are missing, the others are not', () => {
  const pieces = new Map(['tea', 'mug', 'samovar'].map((sku) => [sku, 1]))

  expect(missingSkus(pieces, available)).toEqual(['mug', 'samovar'])
})

test('the lines of one sku are asked for together', () => {
  const pieces = piecesBySku([
    { sku: 'tea', quantity: 2 },
    { sku: 'mug', quantity: 1 },
    { sku: 'tea', quantity: 1 },
  ])

  expect(pieces).toEqual(new Map(Object.entries({ tea: 3, mug: 1 })))
  expect(missingSkus(pieces, available)).toEqual(['tea', 'mug'])
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
