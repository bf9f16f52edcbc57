import { TailspanError } from '@tailspan/errors'

export class SkuUnknown extends TailspanError {
  constructor() {
    super('sku-unknown', 'invalid', 'at least one sku has no price')
  }
}
