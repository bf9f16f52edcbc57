import type { OrderPublisher } from '../domain/order-publisher.ts'
import { ordersTopic, toCloudEvent } from './order-message.ts'
import type { PublishNeeds } from './publish-needs.ts'

/** Right: the trace goes on, the cancellation stays with the request, the task registry owns the work. A kill -9 loses it. */
export function publishDetached({ producer, tasks }: PublishNeeds): OrderPublisher {
  return {
    reserve() {
      const slot = tasks.reserve()
      return {
        store() {},
        publish(event, scope) {
          const message = producer.create(ordersTopic, toCloudEvent(event), scope)
          slot.run(
            'send orders',
            message,
            (data, detached) => producer.send(data, { scope: detached, detached: true }),
            { scope, span: 'none' },
          )
        },
        [Symbol.dispose]: () => slot.release(),
      }
    },
  }
}
