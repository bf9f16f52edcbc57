import type { EventType } from './events.ts'

/** A topic with the settings it is created with. */
export type Topic = {
  readonly name: string
  readonly partitions: number
  readonly retentionMs: number
  readonly events: readonly EventType[]
}

const dayMs = 86_400_000

/**
 * The topics of the system. Dead letters are `<name>.dlt`.
 *
 * units: retentionMs in milliseconds
 */
export const topics = {
  orders: {
    name: 'orders',
    partitions: 3,
    retentionMs: 7 * dayMs,
    events: ['order.placed', 'order.confirmed', 'order.rejected'],
  },
  stock: {
    name: 'stock',
    partitions: 3,
    retentionMs: 7 * dayMs,
    events: ['stock.held', 'stock.short'],
  },
} as const satisfies Record<string, Topic>
