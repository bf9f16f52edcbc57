import { topics } from '@tailspan/contracts'
import type { Producer } from '@tailspan/kafka'
import type { Announce } from '../domain/hold-stock.ts'

/** Says an event inside a consumer's handler: the offset moves only after Kafka's ack. */
export function createAnnounce(producer: Producer): Announce {
  return async function announce({ id, type, time, data }, scope) {
    const said = { id, type, source: '/inventory', time: time.toISOString() }
    const event = { ...said, subject: data.orderId, data }
    await producer.send(producer.create(topics.stock.topic, event, scope), { scope })
  }
}
