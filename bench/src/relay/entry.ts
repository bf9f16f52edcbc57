import type { Effort, Entry, Measured } from '../entry.ts'
import { openServers, type Servers } from '../measure/servers.ts'
import type { BacklogSize } from './backlog.ts'
import { measureGrowth, measureSpeed } from './drain.ts'

const programs = {
  ours: new URL('./ours.ts', import.meta.url),
  peer: new URL('./skip-locked.ts', import.meta.url),
}
const peerName = 'FOR UPDATE SKIP LOCKED'

type Speeds = { readonly ours: number[]; readonly peer: number[] }
type Found = { readonly many: Speeds; readonly one: Speeds; readonly growth: number[] }

/** How fast a relay empties what has gathered while Kafka was away. */
export const relay: Entry = {
  name: 'relay',
  about: 'a backlog of 100,000 rows drained to Kafka, beside a poller as it is usually written',
  async measure(effort, tell) {
    tell('relay: starting Kafka and PostgreSQL')
    await using servers = await openServers()
    const found: Found = {
      many: { ours: [], peer: [] },
      one: { ours: [], peer: [] },
      growth: [],
    }
    for (let round = 1; round <= effort.rounds; round += 1) {
      tell(`relay: round ${round} of ${effort.rounds}`)
      await measureRound(found, effort, servers)
    }
    return toFigures(found)
  },
}

async function measureRound(found: Found, effort: Effort, servers: Servers): Promise<void> {
  const [many, one] = [manyAggregates(effort), oneAggregate(effort)]
  for (const who of ['ours', 'peer'] as const)
    found.many[who].push(await measureSpeed(programs[who], many, servers))
  for (const who of ['ours', 'peer'] as const)
    found.one[who].push(await measureSpeed(programs[who], one, servers))
  found.growth.push(await measureGrowth(programs.ours, many, servers))
}

// An order has two events as a rule: the second waits for the first.
function manyAggregates({ secondsPerRound }: Effort): BacklogSize {
  const rowCount = Math.min(100_000, 35_000 * secondsPerRound)
  return { rowCount, aggregateCount: rowCount / 2 }
}

function oneAggregate({ secondsPerRound }: Effort): BacklogSize {
  return { rowCount: Math.min(500, 170 * secondsPerRound), aggregateCount: 1 }
}

function toFigures({ many, one, growth }: Found): Measured[] {
  const unit = 'rows per second'
  const compare = ({ ours, peer }: Speeds) => ({ ours, peer: { name: peerName, rounds: peer } })
  const grown = growth.map((bytes) => bytes / 1e6)
  return [
    {
      ...{ name: 'relay, many aggregates', unit, ...compare(many) },
      goal: { atLeast: 20_000, of: 'median' },
    },
    { name: 'relay, growth of its heap', unit: 'MB', ours: grown, goal: { atMost: 10 } },
    { name: 'relay, one aggregate', unit, ...compare(one), goal: null },
  ]
}
