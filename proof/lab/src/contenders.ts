import { fileURLToPath } from 'node:url'
import { type Contender, contenders } from '@tailspan/experiment'
import type { ServiceProgram } from '@tailspan/local'

const folder = fileURLToPath(new URL('../naive', import.meta.url))
const program = (service: string): ServiceProgram => ({ folder, args: [`${service}.ts`] })

const naive: Contender = {
  name: 'naive',
  says: 'tutorial code: unawaited send, no signals, no inbox',
  deployment: {
    programs: {
      order: program('order'),
      inventory: program('inventory'),
      notification: program('notification'),
    },
    order: {},
  },
  effects: {
    tables: { holds: 'inventory.naive_holds', mails: 'notification.naive_mails' },
    holds: 'select order_id from inventory.naive_holds',
    mails: 'select order_id, occasion from notification.naive_mails',
    deferred: 'select null::uuid as order_id, null::text as occasion where false',
  },
}

/** The strategies of `PUBLISH`, and code as tutorials have it. */
export const labContenders: readonly Contender[] = [...contenders, naive]

/** Finds a contender of the lab by name. */
export function findContender(name: string): Contender {
  const contender = labContenders.find((one) => one.name === name)
  if (!contender) throw new Error(`there is no contender ${name}`)
  return contender
}
