import type { Scope } from '@tailspan/scope'
import { OrderNotFound } from '../domain/errors.ts'
import type { Order, OrderEventType } from '../domain/order.ts'
import type { FindOrder } from './batched-find.ts'
import type { SettlementPoller } from './settlement-poller.ts'

/** One step of an order's timeline; its id is that of the event which was published about it. */
export type Step = {
  readonly id: string
  readonly type: OrderEventType
  readonly time: Date
  readonly reason?: string
}

/** Which order, and the last step that the watcher has seen. */
export type Watch = { readonly orderId: string; readonly lastEventId: string | undefined }

export type WatchOrder = (
  watch: Watch,
  scope: Scope,
) => Promise<AsyncGenerator<Step, void> | undefined>

type Needs = { readonly findOrder: FindOrder; readonly settlements: SettlementPoller }

/**
 * Tells an order's steps, beginning behind the last one seen, until the order is settled.
 *
 * shape:  undefined when the order is settled and all its steps were seen; an id that is none of
 *         its steps counts as nothing seen
 * errors: order-not-found
 */
export function createWatchOrder({ findOrder, settlements }: Needs): WatchOrder {
  return async function watchOrder({ orderId, lastEventId }, scope) {
    const order = await findOrder(orderId)
    if (!order) throw new OrderNotFound(orderId)
    const steps = timeline(order)
    const unseen = steps.slice(steps.findIndex(({ id }) => id === lastEventId) + 1)
    if (!order.settledAt) return follow(unseen, () => settlements.wait(orderId, scope))
    return unseen.length > 0 ? follow(unseen) : undefined
  }
}

async function* follow(
  unseen: readonly Step[],
  wait?: () => Promise<Order | undefined>,
): AsyncGenerator<Step, void> {
  yield* unseen
  const settled = await wait?.()
  // The first step is told, by this stream or by the one before.
  if (settled) yield* timeline(settled).slice(1)
}

export function timeline(order: Order): readonly Step[] {
  const { status, placedAt, placedEventId, settledAt, settledEventId, reason } = order
  const placed: Step = { id: placedEventId, type: 'order.placed', time: placedAt }
  if (!settledAt || !settledEventId || status === 'placed') return [placed]
  const settled: Step = { id: settledEventId, type: `order.${status}`, time: settledAt }
  return [placed, reason ? { ...settled, reason } : settled]
}
