import type { EventData, OrderAccepted, OrderLine, OrderStatus } from '@tailspan/contracts'

/** An order as it is stored; the event ids stay the same when an event is published again, so that a copy is recognised. */
export type Order = {
  readonly id: string
  readonly email: string
  readonly lines: readonly OrderLine[]
  readonly totalCents: number
  readonly currency: 'EUR'
  readonly status: OrderStatus
  readonly placedAt: Date
  readonly placedEventId: string
  readonly settledAt?: Date
  readonly settledEventId?: string
  readonly reason?: string
}

export type OrderEventType = 'order.placed' | 'order.confirmed' | 'order.rejected'

/** What the order service publishes about an order. */
export type OrderEvent = {
  [T in OrderEventType]: {
    readonly id: string
    readonly type: T
    readonly time: Date
    readonly data: EventData<T>
  }
}[OrderEventType]

/** What the customer is answered. */
export function toAccepted({ id, totalCents, currency }: Order): OrderAccepted {
  const message = 'confirmation mail will be delivered shortly'
  return { id, status: 'placed', totalCents, currency, message }
}

export function orderPlaced(order: Order): OrderEvent {
  return {
    id: order.placedEventId,
    type: 'order.placed',
    time: order.placedAt,
    data: { ...facts(order), placedAt: order.placedAt.toISOString() },
  }
}

export function orderSettled(order: SettledOrder): OrderEvent {
  const { settledAt, settledEventId: id, reason } = order
  const settled = { ...facts(order), settledAt: settledAt.toISOString() }
  return reason === undefined
    ? { id, type: 'order.confirmed', time: settledAt, data: settled }
    : { id, type: 'order.rejected', time: settledAt, data: { ...settled, reason } }
}

/** An order whose stock was held or found short. */
export type SettledOrder = Order & { readonly settledAt: Date; readonly settledEventId: string }

function facts(order: Order) {
  return {
    orderId: order.id,
    customer: { email: order.email },
    lines: [...order.lines],
    totalCents: order.totalCents,
    currency: order.currency,
  }
}
