import type { EventData, OrderLine } from '@tailspan/contracts'

/** What an order asks for. */
export type HoldRequest = {
  readonly orderId: string
  readonly lines: readonly OrderLine[]
}

/** The decision about an order's stock, made once; all lines are held or none. */
export type HoldDecision = HoldRequest & {
  readonly missing: readonly string[]
  readonly decidedAt: Date
  readonly eventId: string
}

/** What inventory publishes about an order. */
export type StockEvent = {
  [T in 'stock.held' | 'stock.short']: {
    readonly id: string
    readonly type: T
    readonly time: Date
    readonly data: EventData<T>
  }
}['stock.held' | 'stock.short']

export function stockDecided({ orderId, lines, missing, ...hold }: HoldDecision): StockEvent {
  const decided = { id: hold.eventId, time: hold.decidedAt }
  return missing.length > 0
    ? { ...decided, type: 'stock.short', data: { orderId, missing: [...missing] } }
    : { ...decided, type: 'stock.held', data: { orderId, lines: [...lines] } }
}

/** How many pieces of each sku; an event may name a sku in several lines. */
export function piecesBySku(lines: readonly OrderLine[]): ReadonlyMap<string, number> {
  const pieces = new Map<string, number>()
  for (const { sku, quantity } of lines) pieces.set(sku, (pieces.get(sku) ?? 0) + quantity)
  return pieces
}

/** The skus of which fewer are available than asked for; an unknown sku is always short. */
export function missingSkus(
  pieces: ReadonlyMap<string, number>,
  available: ReadonlyMap<string, number>,
): string[] {
  return [...pieces.keys()].filter((sku) => (available.get(sku) ?? 0) < (pieces.get(sku) ?? 0))
}
