import type { Trips } from '@tailspan/postgres'
import type { OrderPublisher } from '../domain/order-publisher.ts'
import { ordersTopic, toCloudEvent } from './order-message.ts'
import type { PublishNeeds } from './publish-needs.ts'

/** Right, whatever dies: the event is stored with its order, and leaves detached or by the relay. */
export function publishDurable({ outbox }: Pick<PublishNeeds, 'outbox'>): OrderPublisher<Trips> {
  return {
    reserve() {
      const announcement = outbox.announce()
      return {
        store: (event, tx, scope) =>
          announcement.store(tx, { topic: ordersTopic, event: toCloudEvent(event) }, scope),
        publish: () => announcement.publish(),
        [Symbol.dispose]: () => announcement[Symbol.dispose](),
      }
    },
  }
}
