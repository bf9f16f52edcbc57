import type { Selectable } from '@tailspan/postgres'
import type { Order } from '../domain/order.ts'
import type { Tables } from './tables.ts'

type OrderRow = Selectable<Tables['orders']>

export function toRow(order: Order) {
  return {
    id: order.id,
    email: order.email,
    lines: JSON.stringify(order.lines),
    total_cents: String(order.totalCents),
    currency: order.currency,
    status: order.status,
    placed_at: order.placedAt,
    placed_event_id: order.placedEventId,
  }
}

export function toOrder(row: OrderRow): Order {
  return {
    id: row.id,
    email: row.email,
    lines: row.lines,
    totalCents: Number(row.total_cents),
    currency: row.currency,
    status: row.status,
    placedAt: row.placed_at,
    placedEventId: row.placed_event_id,
    ...(row.settled_at && { settledAt: row.settled_at }),
    ...(row.settled_event_id && { settledEventId: row.settled_event_id }),
    ...(row.reason && { reason: row.reason }),
  }
}
