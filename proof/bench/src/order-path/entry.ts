import type { Effort, Entry, Measured, Peer, Rounds } from '../entry.ts'
import { openServers } from '../measure/servers.ts'
import { ours, peers } from './contenders.ts'
import { type Opened, openContender, type Round } from './opened.ts'

type Tell = (words: string) => void
type Taken = { readonly opened: Opened; readonly rounds: Round[] }

/** What an accepted order costs with everything on: answered, published, traced, exported. */
export const orderPath: Entry = {
  name: 'order-path',
  takesClient: true,
  about: 'POST with a real detached publish and spans exported, beside what tutorials do',
  async measure(effort, tell) {
    tell('order-path: starting Kafka and the contenders')
    await using servers = await openServers()
    await using undo = new AsyncDisposableStack()
    const all: Taken[] = []
    for (const contender of [ours(effort.client), ...peers]) {
      const opened = undo.use(await openContender(contender, servers.brokers))
      tell(`  ${contender.name}: ${opened.spansPerRequest} spans for each request`)
      all.push({ opened, rounds: [] })
    }
    tell('order-path: warming up')
    for (const { opened } of all) await opened.measureRound(effort)
    for (let round = 1; round <= effort.rounds; round += 1) {
      tell(`order-path: round ${round} of ${effort.rounds}`)
      await measureAll(all, effort, tell)
    }
    return toFigures(all)
  },
}

// One after the other: what the machine does besides slows all of them.
async function measureAll(all: readonly Taken[], effort: Effort, tell: Tell): Promise<void> {
  for (const { opened, rounds } of all) {
    const round = await opened.measureRound(effort)
    rounds.push(round)
    const { answered, lostRecords, lostSpans } = round
    tell(
      `  ${opened.contender.name}: ${answered} answered, lost ${lostRecords} records, ${lostSpans} spans`,
    )
  }
}

function toFigures([mine, ...others]: readonly Taken[]): Measured[] {
  if (!mine) return []
  const traced = others.filter(({ opened }) => opened.contender.telemetry !== undefined)
  const none = { atMost: 0, of: 'median' } as const
  const lostOf =
    (what: 'lostRecords' | 'lostSpans') =>
    (taken: Taken): Rounds =>
      taken.rounds.map((round) => round[what])
  return [
    ...others.map((other) => toSpeed(mine, other)),
    {
      name: 'answered and not published',
      unit: 'records',
      ours: lostOf('lostRecords')(mine),
      peer: together('all peers', others.map(lostOf('lostRecords'))),
      goal: none,
    },
    {
      name: 'spans made and not exported',
      unit: 'spans',
      ours: lostOf('lostSpans')(mine),
      peer: together('all peers traced', traced.map(lostOf('lostSpans'))),
      goal: none,
    },
  ]
}

function toSpeed(mine: Taken, other: Taken): Measured {
  const { name, goal } = other.opened.contender
  const speeds = ({ rounds }: Taken) => rounds.map((round) => round.requestsPerCpuSecond)
  return {
    name: `order path beside ${name}`,
    unit: 'requests per CPU second',
    ours: speeds(mine),
    peer: { name, rounds: speeds(other) },
    goal: goal === undefined ? null : { atLeast: goal },
  }
}

/** The sum of several peers in each round. */
function together(name: string, peers: readonly Rounds[]): Peer {
  const [first = []] = peers
  return { name, rounds: first.map((_, i) => peers.reduce((sum, peer) => sum + (peer[i] ?? 0), 0)) }
}
