import { refuseOrders, takeOrders } from '../faults/refuse-orders.ts'
import { greylisted } from '../faults/smtp-refuses.ts'
import type { PartName, Rig } from '../rig/rig.ts'
import { type SwitchName, type SwitchWords, switchWords } from './switch-words.ts'

/** What a switch may do: a rig, and the links that a service uses only once it was started anew. */
export type Stage = {
  readonly rig: Rig
  /** Sends order through the link to Kafka. */
  linkOrder(): Promise<void>
  /** Sends notification through the wire to the mail server. */
  linkMail(): Promise<void>
}

type Act = {
  on(stage: Stage): Promise<void>
  off(stage: Stage): Promise<void>
}

/** A fault that stays until it is switched off. */
export type FaultSwitch = SwitchWords & Act

const acts: Readonly<Record<SwitchName, Act>> = {
  'kafka-paused': {
    on: async ({ rig }) => rig.freeze('kafka'),
    off: async ({ rig }) => rig.thaw('kafka'),
  },
  'kafka-stopped': away('kafka', 'stop'),
  'link-held': {
    async on({ rig, linkOrder }) {
      await linkOrder()
      await rig.wire.hold()
    },
    off: async ({ rig }) => rig.wire.release(),
  },
  'order-killed': away('order', 'kill'),
  'inventory-killed': away('inventory', 'kill'),
  'notification-killed': away('notification', 'kill'),
  'pricing-stopped': away('pricing', 'stop'),
  'mail-refused': {
    async on({ rig, linkMail }) {
      await linkMail()
      rig.mailWire?.refuse(() => true, greylisted)
    },
    off: async ({ rig }) => rig.mailWire?.accept(),
  },
  'order-poisoned': {
    on: ({ rig }) => refuseOrders(rig.where),
    off: ({ rig }) => takeOrders(rig.where),
  },
}

/** All of them, as they are shown. */
export const faultSwitches: readonly FaultSwitch[] = switchWords.map((words) => ({
  ...words,
  ...acts[words.name],
}))

function away(part: PartName, how: 'stop' | 'kill'): Act {
  return {
    on: ({ rig }) => rig[how](part),
    off: ({ rig }) => rig.start(part),
  }
}
