import type { Producer } from '@tailspan/kafka'
import type { Announce } from '../domain/settle-order.ts'
import { ordersTopic, toCloudEvent } from './order-message.ts'

/** Says an event inside a consumer's handler: the offset moves only after Kafka's ack. */
export function createAnnounce(producer: Producer): Announce {
  return async function announce(event, scope) {
    await producer.send(producer.create(ordersTopic, toCloudEvent(event), scope), { scope })
  }
}
