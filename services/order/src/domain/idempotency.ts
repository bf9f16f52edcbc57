import { createHash } from 'node:crypto'
import type { OrderAccepted, PlaceOrderRequest } from '@tailspan/contracts'
import type { Scope } from '@tailspan/scope'

/** The key of a request, and what its body was: another body under the same key is a mistake. */
export type IdempotencyKey = { readonly key: string; readonly bodyHash: string }

/** The answers that were given, by their keys. */
export interface AnsweredKeys {
  /** errors: idempotency-key-reused (422) when the body was another one */
  find(key: IdempotencyKey, scope: Scope): Promise<OrderAccepted | undefined>
}

export type Answered = IdempotencyKey & { readonly answer: OrderAccepted; readonly expiresAt: Date }

/** How long an answer can be had again. */
export const keptForMs = 86_400_000

/** The same order has the same hash, however its JSON was written. */
export function toIdempotencyKey(key: string, request: PlaceOrderRequest): IdempotencyKey {
  const { customer, lines } = request
  const parts = [customer.email, ...lines.map(({ sku, quantity }) => [sku, quantity])]
  return { key, bodyHash: createHash('sha256').update(JSON.stringify(parts)).digest('hex') }
}
