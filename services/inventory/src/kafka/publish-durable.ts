import type { Outbox } from '@tailspan/outbox'
import type { Trips } from '@tailspan/postgres'
import type { StockPublisher } from '../domain/stock-publisher.ts'
import { stockTopic, toCloudEvent } from './stock-message.ts'

type Needs = { readonly outbox: Pick<Outbox<never>, 'announce'> }

/** Right, whatever dies: the event is stored with its decision, and leaves detached or by the relay. */
export function publishDurable({ outbox }: Needs): StockPublisher<Trips> {
  return {
    reserve() {
      const announcement = outbox.announce()
      return {
        store: (event, tx, scope) =>
          announcement.store(tx, { topic: stockTopic, event: toCloudEvent(event) }, scope),
        publish: () => announcement.publish(),
        [Symbol.dispose]: () => announcement[Symbol.dispose](),
      }
    },
  }
}
