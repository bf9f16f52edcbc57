import { expect, test } from 'vitest'
import { nameOf, readName } from './comparison-name.ts'

const comparison = {
  ...({ left: 'detached', right: 'durable', fault: 'broker-5s' } as const),
  orders: 12,
  seed: 7,
}

test('the address of a comparison says all that it was begun with', () => {
  const name = nameOf(comparison)

  expect(name).toBe('detached-and-durable-under-broker-5s-12-orders-seed-7')
  expect(readName(name)).toEqual({ ...comparison, orders: '12', seed: '7' })
})

test.each([
  '',
  'detached',
  '<b>-and-durable-under-calm-1-orders-seed-1',
  'a-and-b-under-c-0-orders',
])('an address that names none is none: %j', (name) => {
  expect(readName(name)).toBeUndefined()
})
