import { type EventsOf, events } from '@tailspan/contracts'
import type { Handlers } from '@tailspan/kafka'
import { confirmedMail, placedMail, rejectedMail } from '../domain/mail.ts'
import type { SendMailOnce } from '../domain/send-mail-once.ts'

type Heard = 'order.placed' | 'order.confirmed' | 'order.rejected'

/** Which mail each event of an order leads to. */
export function orderHandlers(sendMail: SendMailOnce): Handlers<EventsOf<Heard>> {
  return {
    'order.placed': {
      schema: events['order.placed'],
      handle: ({ data }, scope) => sendMail(placedMail(data), scope),
    },
    'order.confirmed': {
      schema: events['order.confirmed'],
      handle: ({ data }, scope) => sendMail(confirmedMail(data), scope),
    },
    'order.rejected': {
      schema: events['order.rejected'],
      handle: ({ data }, scope) => sendMail(rejectedMail(data), scope),
    },
  }
}
