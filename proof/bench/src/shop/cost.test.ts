import { expect, test } from 'vitest'
import { type Cost, costOver, readCost, total } from './cost.ts'

const before: Cost = { order: 10, inventory: 5, pricing: 1, PostgreSQL: 3, Kafka: 20 }
const after: Cost = { order: 14, inventory: 7, pricing: 1.5, PostgreSQL: 6, Kafka: 22 }

test('an order costs what each program worked, over the orders that were settled', () => {
  const cost = costOver(before, after, 1_000)

  expect(cost).toEqual({ order: 4, inventory: 2, pricing: 0.5, PostgreSQL: 3, Kafka: 2 })
  expect(total(cost)).toBe(11.5)
})

test('a part that does not run makes the whole cost no figure', async () => {
  const { pid } = process

  const cost = await readCost({
    order: pid,
    inventory: pid,
    pricing: pid,
    PostgreSQL: pid,
    Kafka: 0,
  })

  expect(cost.order).toBeGreaterThan(0)
  expect(total(cost)).toBeNaN()
})

test('where nothing was settled an order has no cost', () => {
  expect(total(costOver(before, after, 0))).not.toBeLessThan(Number.POSITIVE_INFINITY)
})
