import { publish } from '../drawing/publish.ts'
import type { Effort, Entry, Measured } from '../entry.ts'
import { openStage, type Stage } from '../stage/stage.ts'
import { measureWindow, type Window } from '../stage/window.ts'
import { findKnee, measureCurve, type Step } from './curve.ts'
import { drawScaling } from './draw.ts'
import { type Cell, measureGrid } from './grid.ts'

type Tell = (words: string) => void

/** What one order service takes, where it ends, and what more of them change. */
export const scaling: Entry = {
  name: 'scaling',
  about: 'orders per second and CPU per order against load, order services and partitions',
  async measure(effort, tell) {
    tell('scaling: starting the system')
    await using stage = await openStage()
    const seconds = 2 * effort.secondsPerRound
    await stage.open({ instances: 1, partitions: 3 })
    await measureWindow(stage, { seconds, pace: { clients: 16 } })
    const steps = await measureCurve(stage, seconds, tell)
    const most = await measureMost(stage, effort, tell)
    const cells = await measureGrid(stage, seconds, tell)
    const drawings = drawScaling(steps, cells)
    const data = { steps, most, cells }
    tell(`scaling: drawn in ${await publish({ name: 'scaling', data, drawings }, effort)}`)
    return [...toMost(most), ...toKnee(steps), ...cells.flatMap(toCell)]
  },
}

async function measureMost(stage: Stage, effort: Effort, tell: Tell): Promise<readonly Window[]> {
  const windows: Window[] = []
  for (let round = 1; round <= effort.rounds; round += 1) {
    tell(`scaling: as many as it takes, round ${round} of ${effort.rounds}`)
    const load = { seconds: effort.secondsPerRound, pace: { clients: 16 } }
    windows.push(await measureWindow(stage, load))
  }
  return windows
}

function toMost(windows: readonly Window[]): Measured[] {
  const name = '16 clients without pause, one order service'
  const programs = Object.keys(windows[0]?.cpuUs ?? {})
  return [
    figure(
      [name, 'orders per second'],
      windows.map(({ acceptedPerSecond }) => acceptedPerSecond),
    ),
    figure(
      [name, 'events per second'],
      windows.map(({ eventsPerSecond }) => eventsPerSecond),
    ),
    figure([`${name}, all programs`, 'CPU µs per order'], windows.map(toTotal)),
    ...programs.map((program) =>
      figure(
        [`${name}, ${program}`, 'CPU µs per order'],
        windows.map(({ cpuUs }) => cpuUs[program] ?? Number.NaN),
      ),
    ),
  ]
}

function toKnee(steps: readonly Step[]): Measured[] {
  const knee = findKnee(steps)
  if (!knee) return []
  const name = 'the most that was settled as fast as it came'
  return [
    figure([name, 'orders per second'], [knee.offered]),
    figure([`${name}, p99 of the answer`, 'ms'], [knee.p99Ms]),
  ]
}

function toCell({ instances, partitions, ...window }: Cell): Measured[] {
  const name = `instances ${instances}, partitions ${partitions}`
  return [
    figure([name, 'orders per second'], [window.acceptedPerSecond]),
    figure([name, 'CPU µs per order'], [toTotal(window)]),
  ]
}

function toTotal({ cpuUs }: Window): number {
  return Object.values(cpuUs).reduce((a, b) => a + b, 0)
}

function figure([name, unit]: readonly [string, string], ours: readonly number[]): Measured {
  return { name, unit, ours, goal: null }
}
