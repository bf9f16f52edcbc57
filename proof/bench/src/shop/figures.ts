import type { Goal, Measured } from '../entry.ts'
import { total } from './cost.ts'
import { parts } from './open-shop.ts'
import type { Turn } from './turn.ts'

/** One contender and what it did in each round. */
export type Contended = { readonly name: string; readonly turns: readonly Turn[] }

/** What is measured of every contender. */
type Figure = {
  readonly name: string
  readonly unit: string
  readonly of: (turn: Turn) => number
}

/** Bounds of ours over a peer's, by the names of figures. */
type Goals = Readonly<Record<string, Goal>>

const [settled, cost, p99] = ['settled until the backlog is gone', 'CPU', 'p99 at 100 a second']

const figures: readonly Figure[] = [
  { name: 'accepted', unit: 'orders per second', of: ({ full }) => full.acceptedPerSecond },
  { name: settled, unit: 'orders per second', of: ({ full }) => full.settledPerSecond },
  { name: cost, unit: 'ms per settled order', of: ({ full }) => total(full.cpuMs) },
  ...parts.map((part) => ({
    name: `CPU of ${part}`,
    unit: 'ms per settled order',
    of: ({ full }: Turn) => full.cpuMs[part],
  })),
  { name: 'p50 at 100 a second', unit: 'ms', of: ({ calm }) => calm.p50Ms },
  { name: p99, unit: 'ms', of: ({ calm }) => calm.p99Ms },
  {
    name: 'CPU at 100 a second',
    unit: 'ms per settled order',
    of: ({ calm }) => total(calm.cpuMs),
  },
]

const none: Goal = { atMost: 0, of: 'max' }

/** Ours beside the tutorials, and beside what we were. */
export function toFigures([
  durable,
  detached,
  instrumented,
  tutorial,
  earlier,
]: readonly Contended[]): Measured[] {
  if (!durable || !detached || !instrumented || !tutorial) return []
  return [
    ...compare(durable, instrumented, {
      [settled]: { atLeast: 1.5 },
      [cost]: { atMost: 0.65 },
      [p99]: { atMost: 0.7 },
    }),
    ...compare(detached, instrumented),
    ...compare(durable, tutorial, { [settled]: { atLeast: 0.5 } }),
    ...(earlier
      ? compare(durable, earlier, { [settled]: { atLeast: 2.5 }, [cost]: { atMost: 0.4 } })
      : []),
    ...[durable, detached].flatMap((mine) => toLost(mine, [instrumented, tutorial])),
  ]
}

function compare(mine: Contended, peer: Contended, goals: Goals = {}): Measured[] {
  return figures.map(({ name, unit, of }) => ({
    name: `shop, ${mine.name} beside ${peer.name}: ${name}`,
    unit,
    ours: mine.turns.map(orNone(of)),
    peer: { name: peer.name, rounds: peer.turns.map(orNone(of)) },
    goal: goals[name] ?? null,
  }))
}

/** Nothing of a shop that settled nothing: its quick refusals are no answers, and 0 would flatter who is beside it. */
function orNone(of: Figure['of']): Figure['of'] {
  return (turn) => (turn.full.settled > 0 && turn.calm.settled > 0 ? of(turn) : Number.NaN)
}

function toLost(mine: Contended, peers: readonly Contended[]): Measured[] {
  const calm = ({ turns }: Contended) => turns.map(({ full, calm }) => full.lost + calm.lost)
  const stopped = ({ turns }: Contended) => turns.flatMap(({ lostByStop }) => lostByStop ?? [])
  return peers.flatMap((peer) => {
    const beside = `shop, ${mine.name} beside ${peer.name}: lost`
    return [
      {
        name: beside,
        unit: 'orders',
        ours: calm(mine),
        goal: none,
        peer: { name: peer.name, rounds: calm(peer) },
      },
      {
        name: `${beside} by SIGTERM of order under load`,
        unit: 'orders',
        goal: none,
        ours: stopped(mine),
        peer: { name: peer.name, rounds: stopped(peer) },
      },
    ]
  })
}
