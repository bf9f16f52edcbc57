import { expect, test } from 'vitest'
import { topicOf } from '../../../../../test/topic-of.ts'
import { Locations } from '../../fetch/locations.ts'
import { assign, toAssignment, toSubscription } from './assignment.ts'

const given = (subscriptions: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(subscriptions).map(([memberId, topics]) => {
    return { memberId, metadata: toSubscription(topics) }
  })

function dealt(
  subscriptions: Readonly<Record<string, readonly string[]>>,
  counts: Readonly<Record<string, number>>,
) {
  const topics = Object.entries(counts).map(([name, count]) => topicOf(count, { name }))
  const locations = new Locations(topics)
  const shares = assign(given(subscriptions), locations)
  return Object.fromEntries(shares.map((one) => [one.memberId, toAssignment(one.assignment)]))
}

test('C4 members with the same topics get partitions in turn by the order of their ids, over all topics', () => {
  const topics = ['stock', 'orders']

  const shares = dealt({ c: topics, a: topics, b: topics }, { stock: 3, orders: 4 })

  expect(shares).toEqual({
    a: { orders: [0, 3], stock: [2] },
    b: { orders: [1], stock: [0] },
    c: { orders: [2], stock: [1] },
  })
})

test('C4 a topic that some members do not read yet is dealt among those that do', () => {
  const before = ['orders']
  const after = ['orders', 'refunds']

  const shares = dealt({ a: before, b: after, c: after }, { orders: 3, refunds: 4 })

  expect(shares).toEqual({
    a: { orders: [0] },
    b: { orders: [1], refunds: [1, 3] },
    c: { orders: [2], refunds: [0, 2] },
  })
})
