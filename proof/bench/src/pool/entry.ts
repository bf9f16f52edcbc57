import { publish } from '../drawing/publish.ts'
import type { Entry, Measured } from '../entry.ts'
import { openStage, type Stage } from '../stage/stage.ts'
import { measureWindow, type Window } from '../stage/window.ts'

const sizes = [2, 5, 10, 20]
const usual = 10
// More than the largest pool, so that the pool is what is waited for.
const clients = 32

type Found = { readonly size: number; readonly windows: Window[] }

/** How many connections to PostgreSQL an order service should have. */
export const pool: Entry = {
  name: 'pool',
  about: 'orders per second and answer time with 2, 5, 10 and 20 connections to the database',
  async measure(effort, tell) {
    tell('pool: starting the system')
    await using stage = await openStage()
    const found: Found[] = sizes.map((size) => ({ size, windows: [] }))
    for (let round = 1; round <= effort.rounds; round += 1)
      for (const { size, windows } of found) {
        tell(`pool: ${size} connections, round ${round} of ${effort.rounds}`)
        windows.push(await measureSize(stage, size, effort.secondsPerRound))
      }
    await publish({ name: 'pool', data: { sizes: found }, drawings: {} }, effort)
    const peer = found.find(({ size }) => size === usual)?.windows ?? []
    return found.flatMap((one) => toFigures(one, peer))
  },
}

async function measureSize(stage: Stage, size: number, seconds: number): Promise<Window> {
  const settings = { DATABASE_POOL: String(size) }
  await stage.open({ instances: 1, partitions: 3, settings })
  const pace = { clients }
  await measureWindow(stage, { seconds, pace })
  return measureWindow(stage, { seconds, pace })
}

function toFigures({ size, windows }: Found, peer: readonly Window[]): Measured[] {
  const rate = ({ acceptedPerSecond }: Window) => acceptedPerSecond
  const slowest = ({ p99Ms }: Window) => p99Ms
  const beside = (read: (window: Window) => number) =>
    size === usual ? {} : { peer: { name: `${usual} connections`, rounds: peer.map(read) } }
  return [
    {
      name: `${size} connections`,
      unit: 'orders per second',
      ours: windows.map(rate),
      ...beside(rate),
      goal: null,
    },
    {
      name: `${size} connections, p99 of the answer`,
      unit: 'ms',
      ours: windows.map(slowest),
      ...beside(slowest),
      goal: null,
    },
  ]
}
