import type { Effort, Entry, Measured } from '../entry.ts'
import { openServers } from '../measure/servers.ts'
import type { BacklogSize } from './backlog.ts'
import { type Drained, drain } from './drain.ts'

const programs = {
  ours: new URL('./ours.ts', import.meta.url),
  peer: new URL('./skip-locked.ts', import.meta.url),
}
const peerName = 'FOR UPDATE SKIP LOCKED'

type Rounds = { readonly ours: Drained[]; readonly peer: Drained[] }

/** How fast a relay empties what has gathered while Kafka was away. */
export const relay: Entry = {
  name: 'relay',
  about: 'a backlog of 100,000 rows drained to Kafka, beside a poller as it is usually written',
  async measure(effort, tell) {
    tell('relay: starting Kafka and PostgreSQL')
    await using servers = await openServers()
    const many: Rounds = { ours: [], peer: [] }
    const one: Rounds = { ours: [], peer: [] }
    for (let round = 1; round <= effort.rounds; round += 1) {
      tell(`relay: round ${round} of ${effort.rounds}`)
      for (const who of ['ours', 'peer'] as const) {
        many[who].push(await drain(programs[who], manyAggregates(effort), servers))
        one[who].push(await drain(programs[who], oneAggregate(effort), servers))
      }
    }
    return toFigures(many, one)
  },
}

// An order has two events as a rule: the second waits for the first.
function manyAggregates({ secondsPerRound }: Effort): BacklogSize {
  const rowCount = Math.min(100_000, 35_000 * secondsPerRound)
  return { rowCount, aggregateCount: rowCount / 2 }
}

function oneAggregate({ secondsPerRound }: Effort): BacklogSize {
  return { rowCount: Math.min(500, 170 * secondsPerRound), aggregateCount: 1 }
}

function toFigures(many: Rounds, one: Rounds): Measured[] {
  const unit = 'rows per second'
  const peer = (rounds: Rounds) => ({ name: peerName, rounds: speeds(rounds.peer) })
  const grown = many.ours.map(({ grownBytes }) => grownBytes / 1e6)
  return [
    {
      ...{ name: 'relay, many aggregates', unit, ours: speeds(many.ours), peer: peer(many) },
      goal: { atLeast: 20_000, of: 'median' },
    },
    { name: 'relay, growth of its heap', unit: 'MB', ours: grown, goal: { atMost: 5 } },
    { name: 'relay, one aggregate', unit, ours: speeds(one.ours), peer: peer(one), goal: null },
  ]
}

function speeds(drained: readonly Drained[]): number[] {
  return drained.map(({ rowsPerSecond }) => rowsPerSecond)
}
