import { expect, test } from 'vitest'
import { judge } from '../judge.ts'
import { toFigures } from './figures.ts'
import type { Taken } from './take-orders.ts'
import type { Turn } from './turn.ts'

const taken: Taken = {
  acceptedPerSecond: 200,
  settledPerSecond: 100,
  p50Ms: 10,
  p99Ms: 40,
  refused: 0,
  lost: 0,
  settled: 1_200,
  cpuMs: { order: 4, inventory: 2, pricing: 1, PostgreSQL: 2, Kafka: 1 },
}
const turn: Turn = { full: taken, calm: taken }

function contend(name: string, ...turns: Turn[]) {
  return { name, turns }
}

const usual = [
  contend('durable', turn, turn, { ...turn, lostByStop: 0 }),
  contend('detached', turn, turn, { ...turn, lostByStop: 0 }),
  contend('instrumented tutorial', turn, turn, { ...turn, lostByStop: 7 }),
  contend('tutorial', turn, turn, { ...turn, lostByStop: 5 }),
]
const resultOf = (all: typeof usual, name: string) => {
  const measured = toFigures(all).find((one) => one.name === name)
  if (!measured) throw new Error(`there is no figure ${name}`)
  return judge(measured)
}

test('every figure stands beside its peer, with every round', () => {
  const names = toFigures(usual).map(({ name }) => name)

  expect(names).toContain('shop, durable beside instrumented tutorial: CPU of PostgreSQL')
  expect(names).toContain('shop, detached beside instrumented tutorial: p99 at 100 a second')
  expect(names).toContain('shop, durable beside tutorial: settled until the backlog is gone')
  expect(new Set(names).size).toBe(names.length)
  for (const { name, ours, peer } of toFigures(usual)) {
    const rounds = name.includes('SIGTERM') ? 1 : 3
    expect([name, ours.length, peer?.rounds.length]).toEqual([name, rounds, rounds])
  }
})

test('the CPU of an order is that of all programs', () => {
  expect(resultOf(usual, 'shop, durable beside instrumented tutorial: CPU')).toMatchObject({
    ours: { median: 10 },
    ratio: 1,
    goal: 'ratio ≤ 0.65',
    met: false,
  })
})

test('an earlier commit is compared by goals of its own, and only where there is one', () => {
  const half = { ...taken, settledPerSecond: 40 }
  const all = [...usual, contend('9a98c02', { ...turn, full: half })]
  const name = 'shop, durable beside 9a98c02: settled until the backlog is gone'

  expect(resultOf(all, name)).toMatchObject({ ratio: 2.5, goal: 'ratio ≥ 2.5', met: true })
  expect(toFigures(usual).some(({ name }) => name.includes('9a98c02'))).toBe(false)
})

test('a turn in which a peer settled nothing is left out; one of ours is a goal missed', () => {
  const idle = { ...taken, settled: 0, settledPerSecond: 0 }
  const [durable, detached, instrumented, tutorial] = usual
  if (!durable || !detached || !instrumented || !tutorial) throw new Error('some are missing')
  const sick = (one: (typeof usual)[number]) => ({
    ...one,
    turns: [...one.turns, { full: idle, calm: idle }],
  })
  const name = 'shop, durable beside tutorial: settled until the backlog is gone'

  expect(resultOf([durable, detached, instrumented, sick(tutorial)], name)).toMatchObject({
    peer: { min: 100, median: 100 },
    ratio: 1,
    met: true,
  })
  expect(resultOf([sick(durable), detached, instrumented, tutorial], name).met).toBe(false)
})

test('one lost order in one round is a goal missed, whatever the peers lose', () => {
  const worse = { ...turn, calm: { ...taken, lost: 1 } }
  const [, ...others] = usual
  const name = 'shop, durable beside tutorial: lost'

  expect(resultOf([contend('durable', turn, turn, worse), ...others], name).met).toBe(false)
  expect(resultOf(usual, name).met).toBe(true)
  expect(resultOf(usual, `${name} by SIGTERM of order under load`)).toMatchObject({
    ours: { max: 0 },
    peer: { max: 5 },
    met: true,
  })
})
