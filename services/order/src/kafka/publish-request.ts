import type { OrderPublisher } from '../domain/order-publisher.ts'
import { ordersTopic, toCloudEvent } from './order-message.ts'
import type { PublishNeeds } from './publish-needs.ts'

/** Wrong, kept to be seen: the request's signal ends the send, and it fires when the answer is written. */
export function publishRequest({ producer, log }: PublishNeeds): OrderPublisher {
  return {
    reserve: () => ({
      store() {},
      publish(event, scope) {
        const message = producer.create(ordersTopic, toCloudEvent(event), scope)
        producer
          .send(message, { scope })
          .catch((error: unknown) => log.error('order.publish-lost', { err: error }))
      },
      [Symbol.dispose]: () => {},
    }),
  }
}
