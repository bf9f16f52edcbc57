import { TailspanError } from '@tailspan/errors'

export class OrderNotFound extends TailspanError {
  /** Omit the id when the path value is not a UUID: it is untrusted input. */
  constructor(orderId?: string) {
    const order = orderId === undefined ? 'such an order' : `order ${orderId}`
    super('order-not-found', 'not-found', `${order} does not exist`)
  }
}

export class SkuUnknown extends TailspanError {
  constructor(options?: ErrorOptions) {
    super('sku-unknown', 'invalid', 'at least one sku of the order is not sold here', options)
  }
}

export class IdempotencyKeyReused extends TailspanError {
  constructor() {
    super('idempotency-key-reused', 'invalid', 'this Idempotency-Key belongs to another request')
  }
}

/** Another request with this key is still in progress. */
export class IdempotencyKeyInUse extends TailspanError {
  readonly retryAfterSeconds = 1

  constructor(options?: ErrorOptions) {
    const text = 'a request with this Idempotency-Key is still in progress'
    super('idempotency-key-in-use', 'conflict', text, options)
  }
}
