import type { Entry } from '../entry.ts'
import { startChild } from '../measure/child.ts'
import { openServers } from '../measure/servers.ts'

const program = new URL('./one-partition.ts', import.meta.url)
const recordsPerSecond = 200

/** What keys side by side are worth where all records lie in one partition. */
export const hotPartition: Entry = {
  name: 'hot-partition',
  takesClient: true,
  about: 'records of forty keys in one partition with a handler of 5 ms, and one after the other',
  async measure({ rounds, secondsPerRound, client }, tell) {
    tell('hot-partition: starting Kafka and PostgreSQL')
    await using servers = await openServers()
    const count = String(recordsPerSecond * secondsPerRound)
    const start = (keysAtOnce: string) =>
      startChild(program, [servers.brokers, client, keysAtOnce, count])
    // Without a number of keys the consumer has its own.
    await using ours = await start('')
    await using peer = await start('1')
    const found: Record<'ours' | 'peer', number[]> = { ours: [], peer: [] }
    for (const child of [ours, peer]) await child.ask('handle')
    for (let round = 1; round <= rounds; round += 1) {
      tell(`hot-partition: round ${round} of ${rounds}`)
      found.ours.push(await ours.ask('handle'))
      found.peer.push(await peer.ask('handle'))
    }
    return [
      {
        name: 'one partition, handler of 5 ms',
        unit: 'records per second',
        ours: found.ours,
        peer: { name: 'one record after the other', rounds: found.peer },
        goal: { atLeast: 3 },
      },
    ]
  },
}
