import { setTimeout as delay } from 'node:timers/promises'
import type { Scope } from '@tailspan/scope'
import { OrderNotFound } from '../domain/errors.ts'
import type { Order, OrderEventType } from '../domain/order.ts'
import type { OrderStore } from '../domain/order-store.ts'

/** One step of an order's timeline. */
export type Step = { readonly type: OrderEventType; readonly time: Date; readonly reason?: string }

export type WatchOrder = (orderId: string, scope: Scope) => AsyncGenerator<Step>

type Needs = { readonly orders: OrderStore; readonly pollMs: number }

/** Yields an order's steps as they are stored and ends when the order is settled. */
export function createWatchOrder({ orders, pollMs }: Needs): WatchOrder {
  return async function* watchOrder(orderId, scope) {
    for (let told = 0; !scope.signal.aborted; ) {
      const order = await orders.find(orderId, scope)
      if (!order) throw new OrderNotFound(orderId)
      const steps = timeline(order)
      yield* steps.slice(told)
      told = steps.length
      if (order.settledAt) return
      // Another instance may settle the order, so the table is asked, not this process.
      await pause(pollMs, scope)
    }
  }
}

export function timeline({ status, placedAt, settledAt, reason }: Order): readonly Step[] {
  const placed: Step = { type: 'order.placed', time: placedAt }
  if (!settledAt || status === 'placed') return [placed]
  const settled: Step = { type: `order.${status}`, time: settledAt }
  return [placed, reason ? { ...settled, reason } : settled]
}

async function pause(ms: number, { signal }: Scope): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined)
}
