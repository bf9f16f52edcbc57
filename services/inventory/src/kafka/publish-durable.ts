import type { Outbox } from '@tailspan/outbox'
import type { QueryExecutorProvider } from '@tailspan/postgres'
import type { StockPublisher } from '../domain/stock-publisher.ts'
import { stockTopic, toCloudEvent } from './stock-message.ts'

type Needs = { readonly outbox: Pick<Outbox<never>, 'announce'> }

/** Right, whatever dies: the event is stored with its decision, and leaves detached or by the relay. */
export function publishDurable({ outbox }: Needs): StockPublisher<QueryExecutorProvider> {
  return {
    reserve() {
      const announcement = outbox.announce()
      return {
        async store(event, tx, scope) {
          const what = { topic: stockTopic, event: toCloudEvent(event) }
          await announcement.store(tx, what, scope)
        },
        publish: () => announcement.publish(),
        [Symbol.dispose]: () => announcement[Symbol.dispose](),
      }
    },
  }
}
