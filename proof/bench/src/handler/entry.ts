import { readFile } from 'node:fs/promises'
import { createTestDatabase } from '@tailspan/testkit'
import type { Effort, Entry, Goal, Measured } from '../entry.ts'
import { type Child, startChild } from '../measure/child.ts'
import { openServers, type Servers } from '../measure/servers.ts'

const program = new URL('./both-ends.ts', import.meta.url)
const table = new URL('../../../../libs/outbox/migrations/outbox.sql', import.meta.url)
const peerName = 'polling every 100 ms'

type Way = 'fast path' | 'polling'
type Latency = { readonly p50: number; readonly p99: number }

/** How soon after its commit an event reaches its handler, while nothing else goes on. */
export const handler: Entry = {
  name: 'handler',
  takesClient: true,
  about: 'from commit to consumer handler on an idle system, by the fast path and by polling',
  async measure(effort, tell) {
    tell('handler: starting Kafka and PostgreSQL')
    await using servers = await openServers()
    await using undo = new AsyncDisposableStack()
    const open = async (way: Way) => undo.use(await openBothEnds(way, effort, servers))
    const ends = { ours: await open('fast path'), peer: await open('polling') }
    const found: Record<'ours' | 'peer', Latency[]> = { ours: [], peer: [] }
    for (const who of ['ours', 'peer'] as const) await measureRound(ends[who])
    for (let round = 1; round <= effort.rounds; round += 1) {
      tell(`handler: round ${round} of ${effort.rounds}`)
      for (const who of ['ours', 'peer'] as const) found[who].push(await measureRound(ends[who]))
    }
    const figure = (name: keyof Latency, goal: Goal): Measured => ({
      name: `commit to handler, ${name}`,
      unit: 'ms',
      goal,
      ours: found.ours.map((latency) => latency[name]),
      peer: { name: peerName, rounds: found.peer.map((latency) => latency[name]) },
    })
    return [figure('p50', { atMost: 5, of: 'median' }), figure('p99', { atMost: 25, of: 'median' })]
  },
}

/** A process that publishes events and consumes them, with an outbox of its own. */
async function openBothEnds(
  way: Way,
  { secondsPerRound, client }: Effort,
  { postgresUrl, brokers }: Servers,
): Promise<Child> {
  await using undo = new AsyncDisposableStack()
  const database = undo.use(await createTestDatabase(postgresUrl))
  await database.query(await readFile(table, 'utf8'))
  const args = [database.url, brokers, way, String(70 * secondsPerRound), client]
  const child = undo.use(await startChild(program, args))
  const opened = undo.move()
  return { ...child, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

async function measureRound(ends: Child): Promise<Latency> {
  await ends.ask('round')
  return { p50: await ends.ask('p50'), p99: await ends.ask('p99') }
}
