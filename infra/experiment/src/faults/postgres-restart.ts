import { setTimeout as delay } from 'node:timers/promises'
import { topics } from '@tailspan/contracts'
import { eventually, readGroup } from '@tailspan/testkit'
import type { Fault } from './fault.ts'
import { inWords } from './fault-words.ts'
import { holdEffects, untilMidHandler } from './mid-handler.ts'

// Time for a consumer to try what it does without a database, more than once.
const awayMs = 3_000

export const postgresRestart: Fault = {
  ...inWords('postgres-restart'),
  async run({ rig, clients, book, count, over }) {
    await using _effects = await holdEffects(book, ['inventory'])
    await clients.place(count)
    await untilMidHandler(book, ['inventory'])
    // A mail that is out and not noted would be repeated: that is for the fault that kills notification.
    const query = { groupId: 'notification', topics: [topics.orders.topic] }
    const hasMailed = async () => (await readGroup({ ...rig.where, ...query })).lag === 0
    await eventually(hasMailed, { timeoutMs: 30_000, intervalMs: 100 })
    await rig.stop('postgres')
    await delay(awayMs)
    await rig.start('postgres')
    over()
  },
}
