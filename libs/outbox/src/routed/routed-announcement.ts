import type { Producer } from '@tailspan/kafka'
import type { Announcement } from '../announcement.ts'
import { deleteRouted, insertRouted } from './routed-rows.ts'
import type { Takeover } from './takeover.ts'

type Needs = {
  readonly producer: Pick<Producer, 'create'>
  readonly slot: string
  readonly takeover: Pick<Takeover, 'isSole'>
}

/** An announcement whose events the connector publishes from the database's log: after the commit nothing is left to do. */
export function createRoutedAnnouncement({ producer, slot, takeover }: Needs): Announcement {
  return {
    store(tx, { topic, event }, scope) {
      const row = { id: event.id, message: producer.create(topic, event, scope) }
      tx.later(insertRouted(row, { slot, isSole: takeover.isSole }))
      tx.later(deleteRouted(row.id))
    },
    publish() {},
    [Symbol.dispose]() {},
  }
}
