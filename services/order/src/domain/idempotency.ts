import { createHash } from 'node:crypto'
import type { OrderAccepted, PlaceOrderRequest } from '@tailspan/contracts'
import type { Scope } from '@tailspan/scope'

/** The key of a request, and what its body was: another body under the same key is a mistake. */
export type IdempotencyKey = { readonly key: string; readonly bodyHash: string }

/** `taken`: a twin has committed meanwhile, so its answer is the answer. */
export type KeyOutcome = 'kept' | 'taken'

/** `Tx` is the transaction of the order. */
export interface AnsweredKeys<Tx> {
  /** errors: idempotency-key-reused (422) when the body was another one */
  find(key: IdempotencyKey, scope: Scope): Promise<OrderAccepted | undefined>
  /**
   * Keeps the answer with the order, in the same round trip. Does not wait: it fails the whole when a twin is at
   * work, or was earlier.
   *
   * shape: `ofTwin` says which of the two an error of the transaction is; nothing of any other error
   */
  keepUnlessTwin(answered: Answered, tx: Tx): void
  ofTwin(error: unknown): 'at-work' | 'earlier' | undefined
  /**
   * Keeps the answer in the transaction of its order; waits for a twin that is doing the same.
   *
   * errors: idempotency-key-in-use (409) when the twin takes too long
   */
  keep(answered: Answered, tx: Tx): Promise<KeyOutcome>
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
