import type { Effects } from './ledger/book.ts'
import type { Seat } from './rig/rig.ts'

/** Code that claims to publish orders, and where its effects are to be counted. */
export type Contender = {
  readonly name: ContenderName
  readonly says: string
  readonly seat: Seat
  readonly effects: Effects
}

export const contenderNames = ['durable', 'detached', 'background', 'request', 'naive'] as const

export type ContenderName = (typeof contenderNames)[number]

/** All contenders: the four of `PUBLISH`, and code as tutorials have it. */
export const contenders: readonly Contender[] = [
  ours('durable', 'stored with its order, sent detached or by the relay'),
  ours('detached', 'sent by a task that has an owner'),
  ours('background', 'a queue in memory that nobody owns'),
  ours('request', "the request's own signal ends the send"),
  {
    name: 'naive',
    says: 'tutorial code: unawaited send, no signals, no inbox',
    seat: { isNaive: true, order: {} },
    effects: {
      tables: { holds: 'inventory.naive_holds', mails: 'notification.naive_mails' },
      holds: 'select order_id from inventory.naive_holds',
      mails: 'select order_id, occasion from notification.naive_mails',
    },
  },
]

function ours(name: Exclude<ContenderName, 'naive'>, says: string): Contender {
  return {
    ...{ name, says },
    seat: { isNaive: false, order: { PUBLISH: name } },
    effects: {
      tables: { holds: 'inventory.holds', mails: 'notification.mails' },
      holds: 'select order_id from inventory.holds',
      // Of <order.placed.0199…@tailspan.example>
      mails: `select order_id, split_part(message_id, '.', 2) as occasion from notification.mails`,
    },
  }
}
