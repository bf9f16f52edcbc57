import { expect, test } from 'vitest'
import { createPieceSize } from './piece-size.ts'

test('K8 pieces grow and shrink until each takes its share of the limit', () => {
  const size = createPieceSize(250)
  const usPerRow = [10, 10, 10, 10, 10, 10, 10, 400, 400, 400, 400]

  const rows = usPerRow.map((us) => {
    size.fitted((size.rows() * us) / 1_000)
    return size.rows()
  })

  expect(rows).toEqual([2_000, 4_000, 8_000, 16_000, 25_000, 25_000, 25_000, 2_500, 625, 625, 625])
})

test('K8 a piece that took too long is tried with a tenth of its rows, and one row not without end', () => {
  const size = createPieceSize(250)

  const rows = Array.from({ length: 4 }, () => [size.tookTooLong(), size.rows()])
  size.fitted(1)
  const afterwards = Array.from({ length: 11 }, () => size.tookTooLong())

  expect(rows).toEqual([
    [true, 100],
    [true, 10],
    [true, 1],
    [true, 1],
  ])
  expect(afterwards).toEqual([...Array(10).fill(true), false])
})
