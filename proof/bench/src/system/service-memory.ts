import { serviceNames } from '@tailspan/manifest'
import type { Measured } from '../entry.ts'
import type { Memory } from '../measure/processes.ts'
import type { Stay } from './stay.ts'

const mostPssMb = 80

/** The PSS of each service with its goal, and its RSS to be known: of that no goal, because it counts shared pages for each. */
export function toServiceMemory(stays: readonly Pick<Stay, 'memory'>[]): Measured[] {
  return serviceNames.flatMap((name) =>
    toFigures(
      `${name}, after load`,
      stays.map(({ memory }) => memory[name]),
    ),
  )
}

function toFigures(name: string, rounds: readonly Memory[]): Measured[] {
  const rss = rounds.map(({ rssMb }) => rssMb)
  const pss = rounds.flatMap(({ pssMb }) => pssMb ?? [])
  const goal = { atMost: mostPssMb }
  if (pss.length < rounds.length)
    return [{ name: `${name}, RSS: no PSS here, which is less`, unit: 'MB', ours: rss, goal }]
  return [
    { name: `${name}, PSS`, unit: 'MB', ours: pss, goal },
    { name: `${name}, RSS`, unit: 'MB', ours: rss, goal: null },
  ]
}
