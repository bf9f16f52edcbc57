import { join } from 'node:path'
import { type ServiceName, serviceNames } from '@tailspan/manifest'
import type { Entry, Goal, Measured } from '../entry.ts'
import { openFolder } from '../measure/servers.ts'
import { type StartReport, startByCommand } from './cli-start.ts'
import { toServiceMemory } from './service-memory.ts'
import { type Stay, stayAndStop } from './stay.ts'

const mostTraceMs = 12_000
const mostMb = 1_200
const mostStopMs = 300

/** How soon the system is there, how much memory it takes, and how soon it is gone. */
export const system: Entry = {
  name: 'system',
  about: 'start, memory and stop of the whole system and of each service',
  async measure({ rounds, secondsPerRound }, tell) {
    const starts: StartReport[] = []
    const stays: Stay[] = []
    for (let round = 1; round <= rounds; round += 1) {
      tell(`system: round ${round} of ${rounds}`)
      await using folder = await openFolder()
      starts.push(await startByCommand(join(folder.path, 'start')))
      stays.push(await stayAndStop(join(folder.path, 'stay'), secondsPerRound))
    }
    return [...toStart(starts), ...toMemory(starts, stays), ...toStop(stays)]
  },
}

function toStart(starts: readonly StartReport[]): Measured[] {
  const parts = starts[0]?.timings.map(({ name }) => name) ?? []
  const took = (part: string, { timings }: StartReport) =>
    timings.find(({ name }) => name === part)?.tookMs ?? Number.NaN
  return [
    figure(
      ['npm start to the first whole trace', 'ms'],
      starts.map(({ firstTraceMs }) => firstTraceMs),
      { atMost: mostTraceMs },
    ),
    figure(
      ['npm start to everything serving', 'ms'],
      starts.map(({ readyMs }) => readyMs),
    ),
    ...parts.map((part) =>
      figure(
        [`${part}, from what it needs to serving`, 'ms'],
        starts.map((start) => took(part, start)),
      ),
    ),
  ]
}

function toMemory(starts: readonly StartReport[], stays: readonly Stay[]): Measured[] {
  const whole = starts.map(({ rssMb }) => rssMb)
  return [
    figure(['whole system after an order', 'MB'], whole, { atMost: mostMb }),
    ...toServiceMemory(stays),
  ]
}

function toStop(stays: readonly Stay[]): Measured[] {
  return ofEach(['idle, from SIGTERM to its end', 'ms'], { atMost: mostStopMs }, (name) =>
    stays.map(({ stopMs }) => stopMs[name]),
  )
}

function ofEach(
  [what, unit]: readonly [string, string],
  goal: Goal,
  read: (name: ServiceName) => number[],
): Measured[] {
  return serviceNames.map((name) => figure([`${name}, ${what}`, unit], read(name), goal))
}

function figure(
  [name, unit]: readonly [string, string],
  ours: readonly number[],
  goal: Goal | null = null,
): Measured {
  return { name, unit, ours, goal }
}
