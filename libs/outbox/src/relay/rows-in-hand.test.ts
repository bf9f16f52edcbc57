import { expect, test } from 'vitest'
import { RowsInHand } from './rows-in-hand.ts'

const rowsOf = (topic: string, count: number) =>
  Array.from({ length: count }, () => ({ message: { topic } })) as never[]
const nothing = () => {}

test('K3 one topic gets half of what may be in hand, the next one half of the rest', () => {
  const rows = new RowsInHand(6_000)

  rows.add(rowsOf('a', 3_000), nothing)
  expect(rows.room()).toEqual({ limit: 1_500, full: ['a'] })
  rows.add(rowsOf('b', 1_500), nothing)
  expect(rows.room()).toEqual({ limit: 750, full: ['a', 'b'] })
  rows.add(rowsOf('c', 100), nothing)
  expect(rows.room()).toEqual({ limit: 650, full: ['a', 'b'] })
})

test('K3 rows that may be sent leave room although others of their claim are stuck', () => {
  const rows = new RowsInHand(100)
  const [good, bad] = [rowsOf('good', 10), rowsOf('bad', 50)]
  let freed = 0
  const ended = rows.add([...bad, ...good], () => {
    freed += 1
  })

  for (const row of good) ended(row)

  expect(freed).toBe(1)
  expect(rows.room()).toEqual({ limit: 25, full: ['bad'] })
})

test('with room for a single row that row is taken', () => {
  const rows = new RowsInHand(1)

  expect(rows.room()).toEqual({ limit: 1, full: [] })
  const ended = rows.add(rowsOf('a', 1), nothing)
  expect(rows.room().limit).toBe(0)
  for (const row of rowsOf('a', 1)) ended(row)
  expect(rows.room()).toEqual({ limit: 1, full: [] })
})
