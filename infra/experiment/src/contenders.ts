import type { Effects } from './ledger/book.ts'
import type { Deployment } from './rig/rig.ts'

/** Code that claims to publish orders, and where its effects are to be counted. */
export type Contender = {
  readonly name: string
  readonly says: string
  readonly deployment: Deployment
  readonly effects: Effects
}

export const strategies = ['durable', 'detached', 'background', 'request'] as const

export type Strategy = (typeof strategies)[number]

/** The strategy of an order service that was started with this `PUBLISH`. */
export function usualStrategy(publish: string | undefined): Strategy {
  return strategies.find((one) => one === publish) ?? 'durable'
}

/** The strategies of `PUBLISH`. */
export const contenders: readonly Contender[] = [
  ours('durable', 'stored with its order, sent detached or by the relay'),
  ours('detached', 'sent by a task that has an owner'),
  ours('background', 'a queue in memory that nobody owns'),
  ours('request', "the request's own signal ends the send"),
]

function ours(name: Strategy, says: string): Contender {
  return {
    name,
    says,
    deployment: { order: { PUBLISH: name } },
    effects: {
      tables: { holds: 'inventory.holds', mails: 'notification.mails' },
      holds: 'select order_id from inventory.holds',
      // Of <order.placed.0199…@tailspan.example>
      mails: `select order_id, split_part(message_id, '.', 2) as occasion from notification.mails`,
      deferred: `select order_id, split_part(message_id, '.', 2) as occasion
        from notification.deferred_mails`,
    },
  }
}
