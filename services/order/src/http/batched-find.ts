import { inRoot, rootScope } from '@tailspan/scope'
import type { Order } from '../domain/order.ts'
import type { Orders } from '../domain/order-store.ts'

export type FindOrder = (orderId: string) => Promise<Order | undefined>

type Asked = Map<string, PromiseWithResolvers<Order | undefined>>

/**
 * Finds orders with one query at a time: what is asked while it runs goes into the next one.
 *
 * Two thousand watchers that reconnect at the same moment would take all connections of the pool.
 */
export function createBatchedFind(orders: Pick<Orders, 'findMany'>): FindOrder {
  let asked: Asked = new Map()
  let isAsking = false

  async function askAll(): Promise<void> {
    isAsking = true
    while (asked.size > 0) {
      const batch = asked
      asked = new Map()
      await answer(batch, orders)
    }
    isAsking = false
  }

  return function findOrder(orderId) {
    const question = asked.get(orderId) ?? Promise.withResolvers()
    asked.set(orderId, question)
    // Not in the context of the first caller: the query is for all of them.
    if (!isAsking) void inRoot(askAll)
    return question.promise
  }
}

async function answer(batch: Asked, orders: Pick<Orders, 'findMany'>): Promise<void> {
  try {
    const found = await orders.findMany([...batch.keys()], rootScope)
    const byId = new Map(found.map((order) => [order.id, order]))
    for (const [id, { resolve }] of batch) resolve(byId.get(id))
  } catch (error) {
    for (const { reject } of batch.values()) reject(error)
  }
}
