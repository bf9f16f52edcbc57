import { expect, test } from 'vitest'
import { ageMsOf, lagOf, PartitionPositions, type Position } from './partition-positions.ts'

const place = { topic: 'orders', partition: 0 }
const record = (offset: string, timestamp: string) => ({ offset, timestamp })

function givenPositions() {
  const positions = new PartitionPositions()
  positions.assign({ orders: [0] })
  return { positions, only: () => positions.all[0] as Position }
}

test('lag and age are those of the first record that is not finished', () => {
  const { positions, only } = givenPositions()
  positions.fetched(place, { first: record('7', '1000'), end: '10' })
  const fetched = [lagOf(only()), ageMsOf(only(), 5_000)]

  positions.resolved(place, '7', record('8', '3000'))
  const resolved = [lagOf(only()), ageMsOf(only(), 5_000)]
  positions.resolved(place, '9')

  expect(fetched).toEqual([3, 4_000])
  expect(resolved).toEqual([2, 2_000])
  expect([lagOf(only()), ageMsOf(only(), 5_000)]).toEqual([0, 0])
})

test('a record that nobody has fetched is dated by the reading that notices it', () => {
  const { positions, only } = givenPositions()
  positions.fetched(place, { first: record('7', '1000'), end: '8' })
  positions.resolved(place, '7')

  only().end = 12n
  const ages = [5_000, 20_000].map((nowMs) => ageMsOf(only(), nowMs))
  only().next = 12n
  ageMsOf(only(), 21_000)
  only().end = 13n

  expect(ages).toEqual([0, 15_000])
  expect(ageMsOf(only(), 30_000)).toBe(0)
})

test('what is known ends with a new assignment, and a partition without a figure has none', () => {
  const { positions, only } = givenPositions()
  positions.fetched(place, { first: record('7', '1000'), end: '10' })

  positions.assign({ orders: [0] })

  expect(lagOf(only())).toBeUndefined()
  expect(positions.takeStale()).toEqual([expect.objectContaining(place)])
})

test('only what no batch has shown since the last reading is asked for', () => {
  const { positions } = givenPositions()
  positions.fetched(place, { first: record('7', '1000'), end: '10' })

  const asked = [positions.takeStale().length, positions.takeStale().length]

  expect(asked).toEqual([0, 1])
})

test('C9 a record goes on ageing while the group never settles, as long as the group stands where it stood', () => {
  const { positions, only } = givenPositions()
  const settle = (next?: bigint) => {
    positions.assign({ orders: [0] })
    if (next !== undefined) Object.assign(only(), { next, end: 10n })
  }
  positions.fetched(place, { first: record('7', '1000'), end: '10' })

  settle()
  settle(7n)
  const ageMs = ageMsOf(only(), 61_000)
  settle(8n)

  expect(ageMs).toBe(60_000)
  expect(ageMsOf(only(), 70_000)).toBe(0)
})

test('C9 who was given nothing shows all partitions until it is given some', () => {
  const positions = new PartitionPositions()
  const assumed = { ...place, partition: 1 }

  const before = positions.isAssigned
  positions.assume([place, assumed])
  Object.assign(positions.all[0] as Position, { next: 7n, end: 10n })
  positions.assume([place, assumed])
  const shown = positions.all.map(lagOf)
  positions.assign({ orders: [1] })

  expect([before, shown]).toEqual([false, [3, undefined]])
  expect([positions.isAssigned, positions.all]).toEqual([true, [expect.objectContaining(assumed)]])
})
