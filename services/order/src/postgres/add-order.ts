import {
  CommitUnknown,
  type Database,
  type Transaction,
  type Trips,
  transaction,
} from '@tailspan/postgres'
import { runIn, type Scope } from '@tailspan/scope'
import type { Answered } from '../domain/idempotency.ts'
import type { Order } from '../domain/order.ts'
import type { Around, OrderStore } from '../domain/order-store.ts'
import { duplicateIn, keepAfterDuplicate, keepAtOnce } from './answered-keys.ts'
import { toRow } from './order-row.ts'
import type { Tables } from './tables.ts'

type Tx = Transaction<Tables>
type Add = OrderStore<Tx>['add']
type Keep = (answered: Answered, tx: Trips) => Promise<boolean> | void

/** Stores a new order in one round trip; further ones only while a duplicate is in progress, or when the commit is unknown. */
export function createAddOrder(database: Database<Tables>): Add {
  return async function addOrder(order, around, scope) {
    try {
      return await addUnlessDuplicate(order, around, scope)
    } catch (error) {
      if (error instanceof CommitUnknown && (await isStored(database, order.id, scope))) return true
      throw error
    }
  }

  async function addUnlessDuplicate(
    order: Order,
    around: Around<Tx>,
    scope: Scope,
  ): Promise<boolean> {
    const store = (keep: Keep) =>
      transaction(database, scope, (tx) => storeOrder(order, { ...around, keep }, tx))
    try {
      return await store(keepAtOnce)
    } catch (error) {
      const duplicate = duplicateIn(error)
      if (!duplicate) throw error
      return duplicate === 'in progress' && store(keepAfterDuplicate)
    }
  }
}

type Storing = Around<Tx> & { readonly keep: Keep }

async function storeOrder(order: Order, { answered, keep, announce }: Storing, tx: Tx) {
  if (answered && (await keep(answered, tx)) === false) return false
  tx.later(tx.insertInto('orders').values(toRow(order)))
  announce(tx) // behind the row: its insert is the aggregate's lock
  return true
}

async function isStored(
  { kysely }: Database<Tables>,
  orderId: string,
  scope: Scope,
): Promise<boolean> {
  const query = kysely.selectFrom('orders').select('id').where('id', '=', orderId)
  return (await runIn(scope, () => query.executeTakeFirst())) !== undefined
}
