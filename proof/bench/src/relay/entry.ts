import type { Effort, Entry, Measured } from '../entry.ts'
import { openServers, type Servers } from '../measure/servers.ts'
import type { BacklogSize } from './backlog.ts'
import { type Contender, measureGrowth, measureSpeed } from './drain.ts'

const outbox = 'select 1 as waits from outbox limit 1'
const peers = {
  poller: { program: new URL('./skip-locked.ts', import.meta.url), waiting: outbox },
  boss: {
    program: new URL('./pg-boss.ts', import.meta.url),
    waiting: "select 1 as waits from pgboss.job where state < 'completed' limit 1",
  },
} as const
const names = { poller: 'FOR UPDATE SKIP LOCKED', boss: 'pg-boss' }

type Who = 'ours' | keyof typeof peers
type Found = {
  readonly many: Record<Who, number[]>
  readonly one: Record<'ours' | 'poller', number[]>
  readonly growth: number[]
}

/** How fast a relay empties what has gathered while Kafka was away. */
export const relay: Entry = {
  name: 'relay',
  takesClient: true,
  about:
    'a backlog of 100,000 rows drained to Kafka, beside a poller as it is usually written and pg-boss',
  async measure(effort, tell) {
    tell('relay: starting Kafka and PostgreSQL')
    await using servers = await openServers()
    const found: Found = {
      many: { ours: [], poller: [], boss: [] },
      one: { ours: [], poller: [] },
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
  const contenders = { ...peers, ours: toOurs(effort) }
  for (const who of ['ours', 'poller', 'boss'] as const)
    found.many[who].push(await measureSpeed(contenders[who], many, servers))
  // pg-boss knows no order of those that belong together.
  for (const who of ['ours', 'poller'] as const)
    found.one[who].push(await measureSpeed(contenders[who], one, servers))
  found.growth.push(await measureGrowth(contenders.ours, many, servers))
}

function toOurs({ client }: Effort): Contender {
  return { program: new URL('./ours.ts', import.meta.url), args: [client], waiting: outbox }
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
  const beside = (peer: 'poller' | 'boss', rounds: number[]) => ({
    unit,
    peer: { name: names[peer], rounds },
  })
  const grown = growth.map((bytes) => bytes / 1e6)
  return [
    {
      name: 'relay, many aggregates',
      ...beside('poller', many.poller),
      ours: many.ours,
      goal: { atLeast: 20_000, of: 'median' },
    },
    {
      name: 'relay, many aggregates',
      ...beside('boss', many.boss),
      ours: many.ours,
      goal: null,
    },
    { name: 'relay, growth of its heap', unit: 'MB', ours: grown, goal: { atMost: 10 } },
    {
      name: 'relay, one aggregate',
      ...beside('poller', one.poller),
      ours: one.ours,
      goal: null,
    },
  ]
}
