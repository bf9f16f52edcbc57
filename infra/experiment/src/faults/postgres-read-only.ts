import { setTimeout as delay } from 'node:timers/promises'
import { readRows } from '@tailspan/testkit'
import type { Where } from '../ledger/book.ts'
import type { Fault } from './fault.ts'
import { holdEffects, untilMidHandler } from './mid-handler.ts'

// As long as a failover takes until clients are led to the new primary.
const readOnlyMs = 6_000

export const postgresReadOnly: Fault = {
  name: 'postgres-read-only',
  says: 'PostgreSQL takes no writes for six seconds, as after a failover; inventory is in the middle of a handler',
  async run({ rig, clients, book, count, over }) {
    const during = Math.floor(count / 2)
    await using effects = await holdEffects(book, ['inventory'])
    await clients.place(count - during)
    await untilMidHandler(book, ['inventory'])
    await setReadOnly(rig.where, 'on')
    await effects[Symbol.asyncDispose]()
    await Promise.all([clients.place(during), delay(readOnlyMs)])
    await setReadOnly(rig.where, 'off')
    over()
  },
}

/** What is under way is not touched; every transaction that begins later is. */
async function setReadOnly({ databaseUrl }: Where, value: 'on' | 'off'): Promise<void> {
  await readRows(databaseUrl, `alter system set default_transaction_read_only = ${value}`)
  await readRows(databaseUrl, 'select pg_reload_conf()')
}
