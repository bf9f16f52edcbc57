import { type EventsOf, events } from '@tailspan/contracts'
import type { Handlers, IncomingRecord } from '@tailspan/kafka'
import type { Scope } from '@tailspan/scope'
import { confirmedMail, type Mail, placedMail, rejectedMail } from '../domain/mail.ts'

type Consumed = 'order.placed' | 'order.confirmed' | 'order.rejected'

/** What becomes of a mail; the record is what it was made of. */
type HandOver = (mail: Mail, scope: Scope, record: IncomingRecord) => Promise<void>

/** Which mail each event of an order leads to. */
export function orderHandlers(handOver: HandOver): Handlers<EventsOf<Consumed>> {
  return {
    'order.placed': {
      schema: events['order.placed'],
      handle: ({ data }, scope, record) => handOver(placedMail(data), scope, record),
    },
    'order.confirmed': {
      schema: events['order.confirmed'],
      handle: ({ data }, scope, record) => handOver(confirmedMail(data), scope, record),
    },
    'order.rejected': {
      schema: events['order.rejected'],
      handle: ({ data }, scope, record) => handOver(rejectedMail(data), scope, record),
    },
  }
}
