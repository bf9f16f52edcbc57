import type { OrderLine, Quote } from '@tailspan/contracts'
import type { Scope } from '@tailspan/scope'

export interface Prices {
  /** errors: sku-unknown (final), pricing-unavailable (retry) */
  quote(lines: readonly OrderLine[], scope: Scope): Promise<Quote>
}

export interface Stock {
  /**
   * Sees that every sku is kept in stock; whether there is enough is decided when it is held.
   *
   * errors: sku-unknown (final), inventory-unavailable (retry)
   */
  checkSkus(lines: readonly OrderLine[], scope: Scope): Promise<void>
}
