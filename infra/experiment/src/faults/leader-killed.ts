import { setTimeout as delay } from 'node:timers/promises'
import { readLeaders } from '@tailspan/testkit'
import type { Where } from '../ledger/book.ts'
import type { Broker } from '../rig/rig.ts'
import type { Fault } from './fault.ts'
import { inWords } from './fault-words.ts'
import { holdEffects, untilMidHandler } from './mid-handler.ts'

const awayMs = 5_000

export const leaderKilled: Fault = {
  ...inWords('leader-killed'),
  topology: 'three-brokers',
  async run({ rig, clients, book, count, over }) {
    const half = Math.ceil(count / 2)
    const effects = await holdEffects(book, ['inventory'])
    await clients.place(half)
    await untilMidHandler(book, ['inventory'])
    const leader = await findCoordinator(rig.where, 'inventory')
    const placing = clients.place(count - half)
    await rig.kill(leader)
    await effects[Symbol.asyncDispose]()
    await Promise.all([placing, delay(awayMs)])
    await rig.start(leader)
    over()
  },
}

/** Three brokers lead three partitions of a topic, so the broker that keeps the offsets also leads one. */
async function findCoordinator({ brokers }: Where, groupId: string): Promise<Broker> {
  const leaders = await readLeaders({ brokers, topic: '__consumer_offsets' })
  const id = leaders.get(Math.abs(javaHash(groupId)) % leaders.size)
  return id === 2 || id === 3 ? `kafka-${id}` : 'kafka'
}

/** As Kafka chooses the partition that has the offsets of a group. */
function javaHash(text: string): number {
  return [...text].reduce((hash, char) => (Math.imul(31, hash) + char.charCodeAt(0)) | 0, 0)
}
