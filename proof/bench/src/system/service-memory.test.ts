import { serviceNames } from '@tailspan/manifest'
import { expect, test } from 'vitest'
import type { Memory } from '../measure/processes.ts'
import { toServiceMemory } from './service-memory.ts'

const ofOrder = (...rounds: readonly Memory[]) => {
  const stays = rounds.map((memory) => ({
    memory: Object.fromEntries(serviceNames.map((name) => [name, memory])) as never,
  }))
  return toServiceMemory(stays).filter(({ name }) => name.startsWith('order'))
}

test('PSS is judged, RSS is only to be known', () => {
  expect(ofOrder({ rssMb: 120, pssMb: 70 }, { rssMb: 130, pssMb: 75 })).toEqual([
    { name: 'order, after load, PSS', unit: 'MB', ours: [70, 75], goal: { atMost: 80 } },
    { name: 'order, after load, RSS', unit: 'MB', ours: [120, 130], goal: null },
  ])
})

test('where a round has no PSS, RSS is judged instead, and the heading says so', () => {
  expect(ofOrder({ rssMb: 120, pssMb: 70 }, { rssMb: 130 })).toEqual([
    {
      name: 'order, after load, RSS: no PSS here, which is less',
      unit: 'MB',
      ours: [120, 130],
      goal: { atMost: 80 },
    },
  ])
})
