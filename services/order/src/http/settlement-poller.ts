import { afterCancel, inRoot, rootScope, type Scope } from '@tailspan/scope'
import type { Log } from '@tailspan/telemetry'
import type { Order } from '../domain/order.ts'
import type { Orders } from '../domain/order-store.ts'

/** Waits for orders to be settled, for all callers together. */
export interface SettlementPoller {
  /** Resolves with the settled order, or with undefined when the scope is cancelled before. */
  wait(orderId: string, scope: Scope): Promise<Order | undefined>
}

type Needs = {
  readonly orders: Pick<Orders, 'findSettled'>
  readonly log: Pick<Log, 'warn' | 'info'>
  readonly pollMs: number
}

type Waiter = (settled: Order | undefined) => void

/**
 * Asks the database once per tick for everything that is waited for, and not at all when nothing is.
 *
 * Another instance may settle an order, so the table is asked, not this process.
 */
export function createSettlementPoller({ orders, log, pollMs }: Needs): SettlementPoller {
  const waiting = new Map<string, Set<Waiter>>()
  let isPolling = false
  let isAway = false

  async function poll(): Promise<void> {
    const settled = await orders.findSettled([...waiting.keys()], rootScope)
    for (const order of settled) for (const tell of waiting.get(order.id) ?? []) tell(order)
    if (isAway) log.info('orders.poll_recovered')
    isAway = false
  }
  // Watchers keep their streams while the database is away; those that connect meanwhile are refused.
  function report(err: unknown): void {
    if (!isAway) log.warn('orders.poll_failed', { err })
    isAway = true
  }
  function pollSoon(): void {
    if (isPolling || waiting.size === 0) return
    isPolling = true
    setTimeout(tick, pollMs)
  }
  async function tick(): Promise<void> {
    if (waiting.size > 0) await poll().catch(report)
    isPolling = false
    pollSoon()
  }

  return {
    wait(orderId, scope) {
      const { promise, resolve } = Promise.withResolvers<Order | undefined>()
      const waiters = waiting.get(orderId) ?? new Set()
      waiting.set(orderId, waiters)
      function leave(settled: Order | undefined): void {
        waiters.delete(leave)
        if (waiters.size === 0) waiting.delete(orderId)
        stop()
        resolve(settled)
      }
      const stop = afterCancel(scope, () => leave(undefined))
      waiters.add(leave)
      // Not in the context of the first watcher: it may have left long before the last one.
      inRoot(pollSoon)
      return promise
    },
  }
}
