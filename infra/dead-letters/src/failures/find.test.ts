import { expect, test } from 'vitest'
import { letter, parkedRow } from '../../test/failures.ts'
import type { Failures } from './failures.ts'
import { find } from './find.ts'

const two = letter({
  id: '3f9abbbb00000000',
  original: { topic: 'orders', partition: 0, offset: '7' },
})
const failures: Failures = {
  letters: [letter(), two],
  parked: [parkedRow()],
  foreignCount: 0,
  troubles: [],
}

test.each([
  ['the beginning of an ID', '3f9a1', '3f9a1c2011112222'],
  ['a whole ID in capitals', '3F9A1C2011112222', '3f9a1c2011112222'],
  ['group and place', 'notification/orders/2@4711', '3f9a1c2011112222'],
  ['a place alone', 'orders/0@7', '3f9abbbb00000000'],
  ['the beginning of the uuid of a row', '01a1', '01a1fdab-54d9-78ca-9ccc-9f204bbae6c0'],
])('%s is enough', (_, typed, id) => {
  expect(find(failures, typed)).toMatchObject({ id })
})

test('what fits several is refused with those it fits', () => {
  expect(() => find(failures, '3f9a')).toThrow('3f9a fits 2: 3f9a1c2011112222, 3f9abbbb00000000.')
})

test('a place that two groups dead-lettered is refused without the group', () => {
  const other = letter({ id: 'ffff000011112222', groupId: 'inventory' })
  const both = { ...failures, letters: [letter(), other] }

  expect(() => find(both, 'orders/2@4711')).toThrow('orders/2@4711 fits 2')
  expect(find(both, 'inventory/orders/2@4711')).toMatchObject({ id: 'ffff000011112222' })
})

test.each(['beef', '', 'orders/2@4712'])(
  '%j is no ID of a dead letter or a parked row',
  (typed) => {
    expect(() => find(failures, typed)).toThrow(/^No dead letter and no parked row has the ID/)
  },
)

test('what is not found because its place is away is told with that', () => {
  const away = { ...failures, troubles: [new Error('Kafka is away')] }

  expect(() => find(away, 'beef')).toThrow('Kafka is away')
})
