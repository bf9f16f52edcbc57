import { setTimeout as delay } from 'node:timers/promises'
import type { Fault } from './fault.ts'
import { inWords } from './fault-words.ts'
import { holdEffects, untilMidHandler } from './mid-handler.ts'
import { whileOn } from './while-on.ts'

// As long as a failover takes until clients are led to the new primary.
const readOnlyMs = 6_000

export const postgresReadOnly: Fault = {
  ...inWords('postgres-read-only'),
  async run({ rig, clients, book, count, over }) {
    const during = Math.floor(count / 2)
    await using effects = await holdEffects(book, ['inventory'])
    await clients.place(count - during)
    await untilMidHandler(book, ['inventory'])
    await whileOn(rig.where, 'default_transaction_read_only', async () => {
      await effects[Symbol.asyncDispose]()
      await Promise.all([clients.place(during), delay(readOnlyMs)])
    })
    over()
  },
}
