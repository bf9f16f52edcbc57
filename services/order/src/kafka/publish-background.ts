import { rootScope } from '@tailspan/scope'
import type { OrderEvent } from '../domain/order.ts'
import type { OrderPublisher } from '../domain/order-publisher.ts'
import { ordersTopic, toCloudEvent } from './order-message.ts'
import type { PublishNeeds } from './publish-needs.ts'

/** Wrong, kept to be seen: a queue that nobody owns, drained by a loop that knows no trace. */
export function publishBackground({ producer, log }: PublishNeeds): OrderPublisher {
  const queue: OrderEvent[] = []
  let wake = () => {}

  async function drainLoop(): Promise<never> {
    for (;;) {
      const event = queue.shift()
      if (!event) await new Promise<void>((resolve) => (wake = resolve))
      else
        await send(event).catch((error: unknown) => log.error('order.publish-lost', { err: error }))
    }
  }

  const send = (event: OrderEvent) =>
    producer.send(producer.create(ordersTopic, toCloudEvent(event), rootScope), {
      scope: rootScope,
    })

  void drainLoop()
  return {
    reserve: () => ({
      store() {},
      publish(event) {
        queue.push(event)
        wake()
      },
      [Symbol.dispose]: () => {},
    }),
  }
}
