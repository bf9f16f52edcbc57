import type { Entry, Measured } from '../entry.ts'
import { type Child, startChild } from '../measure/child.ts'
import { openServers } from '../measure/servers.ts'

const program = new URL('./members.ts', import.meta.url)

const ways = [
  { name: 'partitions given out by the broker', args: ['platformatic', 'consumer'] },
  { name: '@platformatic/kafka, by a member', args: ['platformatic', 'classic'] },
  { name: 'kafkajs, by a member', args: ['kafkajs', 'classic'] },
] as const

type Found = { readonly name: string; readonly rounds: Round[] }
type Round = { readonly median: number; readonly longest: number; readonly again: number }

/** What a rolling restart costs the partitions of a group: how long their records wait. */
export const rebalance: Entry = {
  name: 'rebalance',
  about:
    'how long records wait while three members of a group are replaced, by each group protocol',
  async measure({ rounds, secondsPerRound }, tell) {
    tell('rebalance: starting Kafka and PostgreSQL')
    await using servers = await openServers()
    await using undo = new AsyncDisposableStack()
    const found: (Found & { readonly child: Child })[] = []
    for (const { name, args } of ways) {
      const all = [servers.brokers, ...args, String(secondsPerRound)]
      found.push({ name, rounds: [], child: undo.use(await startChild(program, all)) })
    }
    for (let round = 1; round <= rounds; round += 1)
      for (const { name, child, rounds: taken } of found) {
        tell(`rebalance: ${name}, round ${round} of ${rounds}`)
        taken.push(await measureRound(child))
      }
    return toFigures(found)
  },
}

async function measureRound(child: Child): Promise<Round> {
  await child.ask('roll')
  return {
    median: await child.ask('median'),
    longest: await child.ask('longest'),
    again: await child.ask('again'),
  }
}

function toFigures([ours, ...peers]: readonly Found[]): Measured[] {
  const read = (found: Found | undefined, name: keyof Round) =>
    (found?.rounds ?? []).map((round) => round[name])
  const figures = [
    { name: 'longest wait of a key, median of sixty', unit: 'ms', of: 'median' },
    { name: 'longest wait of a key, the worst of sixty', unit: 'ms', of: 'longest' },
    { name: 'records handled again', unit: 'records', of: 'again' },
  ] as const
  return peers.flatMap((peer) =>
    figures.map(({ name, unit, of }) => ({
      name,
      unit,
      goal: null,
      ours: read(ours, of),
      peer: { name: peer.name, rounds: read(peer, of) },
    })),
  )
}
