import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { sql, transaction } from '@tailspan/postgres'
import { rootScope } from '@tailspan/scope'
import type { Instance } from '../open-outbox.ts'
import { changed } from '../orders.ts'
import {
  changeRow,
  claimRows,
  deleteRows,
  insertEvent,
  joinRelays,
  keepKey,
  takeMessage,
  takeShards,
} from './statements.ts'

type Connections = Pick<Instance, 'database' | 'producer'>

/** One change of an order with the statements of the first version: order, event, message taken in, key kept. */
export function changeAsFirst(
  { database, producer }: Connections,
  { topic, orderId }: { readonly topic: string; readonly orderId: string },
): Promise<string> {
  return transaction(database, rootScope, async (tx) => {
    const version = await changeRow(tx, orderId)
    const event = changed({ orderId, version })
    await insertEvent(tx, event.id, producer.create(topic, event, rootScope))
    await takeMessage(tx, event.id)
    await keepKey(tx, randomUUID())
    return event.id
  })
}

/** The relay of the first version; disposing of it ends it as SIGTERM would. */
export function startFirstRelay({ database, producer }: Connections): AsyncDisposable {
  const over = new AbortController()
  const ended = database.withSession(async (session) => {
    await sql`set enable_sort = off`.execute(session)
    await joinRelays(session)
    const shards = await takeShards(session)
    while (!over.signal.aborted) {
      const rows = await claimRows(session, shards)
      for (const { message } of rows) await producer.send(message, { scope: rootScope })
      await deleteRows(
        session,
        rows.map(({ id }) => id),
      )
      if (rows.length === 0) await pause(100)
    }
  })
  return {
    async [Symbol.asyncDispose]() {
      over.abort()
      await ended
    },
  }
}
