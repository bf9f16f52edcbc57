import type { OrderAccepted, OrderLine, OrderStatus } from '@tailspan/contracts'
import type { JSONColumnType } from '@tailspan/postgres'

/** See migrations/; bigint arrives as text. */
export type Tables = {
  orders: {
    id: string
    email: string
    lines: JSONColumnType<OrderLine[]>
    total_cents: string
    currency: 'EUR'
    status: OrderStatus
    placed_at: Date
    placed_event_id: string
    settled_at: Date | null
    settled_event_id: string | null
    reason: string | null
  }
  idempotency_keys: {
    key: string
    body_hash: string
    answer: JSONColumnType<OrderAccepted>
    expires_at: Date
  }
}
