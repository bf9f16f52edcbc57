import { topics } from '@tailspan/contracts'
import type { CloudEvent } from '@tailspan/kafka'
import type { Outbox } from '@tailspan/outbox'
import type { QueryExecutorProvider } from '@tailspan/postgres'
import type { StockEvent } from '../domain/hold.ts'
import type { StockPublisher } from '../domain/stock-publisher.ts'

/** The event is stored with its decision, and leaves detached or by the relay. */
export function publishDurable(outbox: Pick<Outbox<never>, 'announce'>): StockPublisher {
  return {
    open() {
      const announcement = outbox.announce()
      return {
        async store(event, tx, scope) {
          const what = { topic: topics.stock.topic, event: toCloudEvent(event) }
          await announcement.store(tx as unknown as QueryExecutorProvider, what, scope)
        },
        publish: () => announcement.publish(),
        [Symbol.dispose]: () => announcement[Symbol.dispose](),
      }
    },
  }
}

function toCloudEvent({ id, type, time, data }: StockEvent): CloudEvent<StockEvent['data']> {
  return { id, type, source: '/inventory', time: time.toISOString(), subject: data.orderId, data }
}
