import { expect, test } from 'vitest'
import type { Cost } from '../shop/cost.ts'
import { type Calm, tellCalm, toFigures } from './figures.ts'

const cost = (order: number): Cost => ({
  order,
  inventory: 2,
  pricing: 1,
  PostgreSQL: 3,
  Kafka: 4,
})
const calm = (idle: number): Calm => ({ idle: cost(idle), ten: cost(20), fifty: cost(10) })

test('each pace has the figure of the whole and one of each part, ours beside the peer in every round', () => {
  const peer = { name: 'instrumented tutorial', taken: [calm(1), calm(2)] }

  const figures = toFigures([calm(5), calm(6)], peer)

  expect(figures).toHaveLength(18)
  expect(figures[0]).toEqual({
    name: 'calm, idle: CPU',
    unit: 'ms per second',
    goal: null,
    ours: [15, 16],
    peer: { name: 'instrumented tutorial', rounds: [11, 12] },
  })
  expect(figures.find(({ name }) => name === 'calm, at 50 a second: CPU of Kafka')).toEqual({
    name: 'calm, at 50 a second: CPU of Kafka',
    unit: 'ms per settled order',
    goal: null,
    ours: [4, 4],
    peer: { name: 'instrumented tutorial', rounds: [4, 4] },
  })
})

test('a round is told in one line', () => {
  expect(tellCalm('durable', calm(5))).toBe(
    '  durable: idle 15.0 ms per second (order 5.0, inventory 2.0, pricing 1.0, PostgreSQL 3.0, Kafka 4.0); ' +
      'at 10 a second 30.0 ms per settled order (order 20.0, inventory 2.0, pricing 1.0, PostgreSQL 3.0, Kafka 4.0); ' +
      'at 50 a second 20.0 ms per settled order (order 10.0, inventory 2.0, pricing 1.0, PostgreSQL 3.0, Kafka 4.0)',
  )
})
