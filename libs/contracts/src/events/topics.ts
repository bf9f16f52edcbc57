import type { EventType } from './events.ts'

/** A topic with the settings it is created with, in Kafka's own words. */
export type Topic = {
  readonly topic: string
  readonly partitions: number
  readonly settings: Readonly<Record<string, string>>
  readonly events: readonly EventType[]
}

const weekMs = String(7 * 86_400_000)

/** The topics of the system; the dead letters of each are in `<topic>.dlt`. */
export const topics = {
  orders: {
    topic: 'orders',
    partitions: 3,
    settings: { 'retention.ms': weekMs },
    events: ['order.placed', 'order.confirmed', 'order.rejected'],
  },
  stock: {
    topic: 'stock',
    partitions: 3,
    settings: { 'retention.ms': weekMs },
    events: ['stock.held', 'stock.short'],
  },
} as const satisfies Record<string, Topic>
