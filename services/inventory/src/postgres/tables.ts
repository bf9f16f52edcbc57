import type { OrderLine } from '@tailspan/contracts'
import type { JSONColumnType } from '@tailspan/postgres'

/** See migrations/. */
export type Tables = {
  stock: { sku: string; available: number }
  holds: {
    order_id: string
    lines: JSONColumnType<OrderLine[]>
    missing: JSONColumnType<string[]> | null
    decided_at: Date
    event_id: string
  }
}
