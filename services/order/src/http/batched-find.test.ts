import { expect, test } from 'vitest'
import type { Order } from '../domain/order.ts'
import { createBatchedFind } from './batched-find.ts'

const order = (id: string) => ({ id }) as Order

test('L1 what is asked while a query runs goes into the next one', async () => {
  const queries: string[][] = []
  const find = createBatchedFind({
    async findMany(ids) {
      queries.push([...ids])
      return ids.filter((id) => id !== 'missing').map(order)
    },
  })

  const found = await Promise.all(['a', 'b', 'missing', 'b', 'a'].map(find))

  expect(found).toEqual([order('a'), order('b'), undefined, order('b'), order('a')])
  expect(queries).toEqual([['a'], ['b', 'missing', 'a']])
})

test('L1 a query that fails rejects only the callers that it was made for', async () => {
  const answers = [() => Promise.reject(new Error('away')), async () => [order('b')]]
  const find = createBatchedFind({ findMany: () => answers.shift()?.() ?? Promise.resolve([]) })

  const [first, second] = await Promise.allSettled([find('a'), find('b')])

  expect(first).toMatchObject({ status: 'rejected', reason: { message: 'away' } })
  expect(second).toMatchObject({ status: 'fulfilled', value: { id: 'b' } })
})
