import {
  CommitUnknown,
  type Database,
  type Transaction,
  type Trips,
  transaction,
} from '@tailspan/postgres'
import { runIn, type Scope } from '@tailspan/scope'
import type { Answered, AnsweredKeys, KeyOutcome } from '../domain/idempotency.ts'
import type { OrderStore } from '../domain/order-store.ts'
import { toRow } from './order-row.ts'
import type { Tables } from './tables.ts'

type Keep = (answered: Answered, tx: Trips) => Promise<KeyOutcome> | void

/** Stores a new order in one round trip; further ones only while a twin of its key is at work, or when the commit is unknown. */
export function createAddOrder(
  database: Database<Tables>,
  keys: AnsweredKeys<Trips>,
): OrderStore<Transaction<Tables>>['add'] {
  return async function addOrder(order, { answered, announce }, scope) {
    const store = (keep: Keep) =>
      transaction(database, scope, async (tx) => {
        if (answered && (await keep(answered, tx)) === 'taken') return false
        tx.later(tx.insertInto('orders').values(toRow(order)))
        announce(tx) // behind the row: its insert is the aggregate's lock
        return true
      })
    const afterTwin = (error: unknown) => {
      const twin = keys.ofTwin(error)
      if (!twin) throw error
      return twin === 'at-work' && store(keys.keep)
    }
    const ifStored = async (error: unknown) => {
      if (error instanceof CommitUnknown && (await isStored(database, order.id, scope))) return true
      throw error
    }
    return store(keys.keepUnlessTwin).catch(afterTwin).catch(ifStored)
  }
}

async function isStored(
  { kysely }: Database<Tables>,
  orderId: string,
  scope: Scope,
): Promise<boolean> {
  const query = kysely.selectFrom('orders').select('id').where('id', '=', orderId)
  return (await runIn(scope, () => query.executeTakeFirst())) !== undefined
}
