import { setTimeout as delay } from 'node:timers/promises'
import type { Fault } from './fault.ts'
import { holdEffects, untilMidHandler } from './mid-handler.ts'

// Time for consumers to try what they do without a database, more than once.
const awayMs = 3_000

export const postgresRestart: Fault = {
  name: 'postgres-restart',
  says: 'PostgreSQL is stopped for three seconds while consumers are in the middle of a handler',
  // The mail is out, the note of it is not: one record of each partition.
  mailsInFlight: 3,
  async run({ rig, clients, book, count, over }) {
    await using _effects = await holdEffects(book)
    await clients.place(count)
    await untilMidHandler(book, ['inventory', 'notification'])
    await rig.stop('postgres')
    await delay(awayMs)
    await rig.start('postgres')
    over()
  },
}
