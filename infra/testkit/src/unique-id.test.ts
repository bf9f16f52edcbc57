import { expect, test } from 'vitest'
import { uniqueId } from './index.ts'

test('a unique id keeps its prefix and fits a topic name', () => {
  const ids = [uniqueId('orders'), uniqueId('orders')]

  expect(new Set(ids).size).toBe(2)
  for (const id of ids) expect(id).toMatch(/^orders-[0-9a-f]{12}$/)
})
