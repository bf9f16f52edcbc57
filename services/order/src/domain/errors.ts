import { TailspanError } from '@tailspan/errors'

export class OrderNotFound extends TailspanError {
  constructor(orderId: string) {
    super('order-not-found', 'not-found', `order ${orderId} does not exist`)
  }
}

export class SkuUnknown extends TailspanError {
  constructor(options?: ErrorOptions) {
    super('sku-unknown', 'invalid', 'at least one sku of the order is not sold here', options)
  }
}
