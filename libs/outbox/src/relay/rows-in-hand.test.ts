import { expect, test } from 'vitest'
import { RowsInHand } from './rows-in-hand.ts'

type Row = { readonly message: { readonly topic: string } }
const rowsOf = (topic: string, count: number) =>
  Array.from({ length: count }, () => ({ message: { topic } })) as never[]
const open = ({ most, least = most }: { most: number; least?: number }) =>
  new RowsInHand<Row & never>(most, least)

test('K3 one topic gets half of what may be in hand, the next one half of the rest', () => {
  const rows = open({ most: 6_000 })

  rows.add(rowsOf('a', 3_000))
  expect(rows.room()).toEqual({ limit: 1_500, full: ['a'] })
  rows.add(rowsOf('b', 1_500))
  expect(rows.room()).toEqual({ limit: 750, full: ['a', 'b'] })
  rows.add(rowsOf('c', 100))
  expect(rows.room()).toEqual({ limit: 650, full: ['a', 'b'] })
})

test('K3 a topic of which little may still be claimed does not make the claims of others small', () => {
  const rows = open({ most: 6_000 })

  rows.add(rowsOf('a', 2_990))
  rows.add(rowsOf('b', 1))

  expect(rows.room()).toEqual({ limit: 1_504, full: [] })
})

test('K3 rows that are acknowledged make room although others of their claim are stuck', () => {
  const rows = open({ most: 100 })
  const [good, stuck] = [rowsOf('a', 20), rowsOf('a', 30)]
  const ended = rows.add([...stuck, ...good])
  expect(rows.room().full).toEqual(['a'])

  for (const row of good) ended(row, true)

  expect(rows.room()).toEqual({ limit: 20, full: [] })
})

test('a topic begins with few rows, and has one more for each that is acknowledged', () => {
  const rows = open({ most: 100, least: 10 })

  const ended = rows.add(rowsOf('a', 10))
  expect(rows.room()).toEqual({ limit: 10, full: ['a'] })
  for (const row of rowsOf('a', 10)) ended(row, true)

  expect(rows.room()).toEqual({ limit: 20, full: [] })
})

test('a topic of which nothing is acknowledged any more has few rows again', () => {
  const rows = open({ most: 100, least: 10 })
  const first = rows.add(rowsOf('a', 30))
  for (const row of rowsOf('a', 30)) first(row, true)
  expect(rows.room().limit).toBe(40)

  const second = rows.add(rowsOf('a', 40))
  for (const row of rowsOf('a', 40)) second(row, false)

  expect(rows.room().limit).toBe(10)
})

test('a topic of which a part is acknowledged keeps its room', () => {
  const rows = open({ most: 100, least: 10 })
  const first = rows.add(rowsOf('a', 30))
  for (const row of rowsOf('a', 30)) first(row, true)

  const second = rows.add(rowsOf('a', 40))
  for (const [i, row] of rowsOf('a', 40).entries()) second(row, i === 0)

  expect(rows.room().limit).toBe(41)
})

test('with room for a single row that row is taken', () => {
  const rows = open({ most: 1 })

  expect(rows.room()).toEqual({ limit: 1, full: [] })
  const ended = rows.add(rowsOf('a', 1))
  expect(rows.room()).toEqual({ limit: 0, full: ['a'] })
  for (const row of rowsOf('a', 1)) ended(row, true)
  expect(rows.room()).toEqual({ limit: 1, full: [] })
})
