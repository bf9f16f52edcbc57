import { expect, test } from 'vitest'
import { judge } from './judge.ts'

const figure = { name: 'answer', unit: 'requests per CPU second', ours: [70, 50, 60] }
const peer = { name: 'bare Koa', rounds: [100, 90, 110] }

test('the ratio of the medians is compared with the goal', () => {
  expect(judge({ ...figure, peer, goal: { atLeast: 0.6 } })).toEqual({
    name: 'answer',
    unit: 'requests per CPU second',
    ratio: 0.6,
    client: null,
    goal: 'ratio ≥ 0.6',
    met: true,
    ours: { min: 50, median: 60, max: 70 },
    peer: { name: 'bare Koa', min: 90, median: 100, max: 110 },
  })
  expect(judge({ ...figure, peer, goal: { atLeast: 0.61 } }).met).toBe(false)
})

test('a result says what ours ran on', () => {
  expect(judge({ ...figure, client: 'kafkajs', goal: null }).client).toBe('kafkajs')
})

test('without a peer the median itself is compared', () => {
  const alone = judge({ ...figure, goal: { atMost: 60 } })

  expect(alone).toMatchObject({ peer: null, ratio: null, goal: 'median ≤ 60', met: true })
  expect(judge({ ...figure, goal: { atMost: 59 } }).met).toBe(false)
})

test('beside a peer our own median can be judged, and a figure need not be judged at all', () => {
  const goal = { atLeast: 60, of: 'median' } as const

  expect(judge({ ...figure, peer, goal })).toMatchObject({
    ratio: 0.6,
    goal: 'median ≥ 60',
    met: true,
  })
  expect(judge({ ...figure, peer, goal: { ...goal, atLeast: 61 } }).met).toBe(false)
  expect(judge({ ...figure, peer, goal: null })).toMatchObject({ goal: null, met: null })
})

test('where no round may exceed the bound, the worst one is judged', () => {
  const lost = { name: 'lost', unit: 'orders', ours: [0, 0, 1], peer }
  const goal = { atMost: 0, of: 'max' } as const

  expect(judge({ ...lost, goal })).toMatchObject({ goal: 'max ≤ 0', met: false })
  expect(judge({ ...lost, ours: [0, 0, 0], goal }).met).toBe(true)
})

test('the median of an even number of rounds lies between the middle ones', () => {
  expect(judge({ ...figure, ours: [1, 2, 3, 4], goal: { atMost: 3 } }).ours.median).toBe(2.5)
})

test('a figure that could not be taken meets no goal', () => {
  expect(judge({ ...figure, ours: [Number.NaN], goal: { atMost: 60 } }).met).toBe(false)
  expect(judge({ ...figure, ours: [], goal: { atLeast: 1 } }).met).toBe(false)
})

test('beside a peer that has nothing there is no ratio, and a goal of the median is still judged', () => {
  const peer = { name: 'theirs', rounds: [0, 0, 0] }

  const lost = { name: 'lost', unit: 'records', ours: [0, 1, 2], peer }

  expect(judge({ ...lost, goal: { atMost: 0, of: 'median' } })).toMatchObject({
    ratio: null,
    goal: 'median ≤ 0',
    met: false,
  })
  expect(judge({ ...lost, goal: { atMost: 1 } })).toMatchObject({ ratio: null, met: false })
})

test('a round without a figure is a failure of ours, and left out of a peer', () => {
  const broken = [100, Number.NaN, 90, Number.POSITIVE_INFINITY, 110]

  for (const ours of [broken, broken.toReversed()])
    expect(judge({ ...figure, ours, goal: { atLeast: 1 } })).toMatchObject({
      ours: { median: Number.NaN },
      met: false,
    })
  for (const rounds of [broken, broken.toReversed()])
    expect(judge({ ...figure, peer: { ...peer, rounds }, goal: { atLeast: 0.6 } })).toMatchObject({
      peer: { min: 90, median: 100, max: 110 },
      ratio: 0.6,
      met: true,
    })
})
