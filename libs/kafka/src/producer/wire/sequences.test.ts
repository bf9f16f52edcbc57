import { expect, test } from 'vitest'
import { Sequences } from './sequences.ts'

test('O10 a sequence moves on with what is acknowledged, each partition by itself', () => {
  const sequences = new Sequences()

  sequences.moveOn('orders', 0, 3)
  sequences.moveOn('orders', 0, 2)
  sequences.moveOn('stock', 0, 1)

  expect(sequences.next('orders', 0)).toBe(5)
  expect(sequences.next('stock', 0)).toBe(1)
  expect(sequences.next('orders', 1)).toBe(0)
})

test('O10 after the largest int32 the sequence goes on at 0, in the middle of a batch, too', () => {
  const sequences = new Sequences()

  sequences.moveOn('orders', 0, 2 ** 31 - 2)
  const last = sequences.next('orders', 0)
  sequences.moveOn('orders', 0, 5)

  expect(last).toBe(2_147_483_646)
  expect(sequences.next('orders', 0)).toBe(3)
})
