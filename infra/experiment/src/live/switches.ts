import { refuseOrders, takeOrders } from '../faults/refuse-orders.ts'
import { greylisted } from '../faults/smtp-refuses.ts'
import type { PartName, Rig } from '../rig/rig.ts'

/** What a switch may do: a rig, and the links that a service uses only once it was started anew. */
export type Stage = {
  readonly rig: Rig
  /** Sends order through the link to Kafka. */
  linkOrder(): Promise<void>
  /** Sends notification through the wire to the mail server. */
  linkMail(): Promise<void>
}

/** A fault that stays until it is switched off. */
export type FaultSwitch = {
  readonly name: string
  readonly says: string
  /** What it takes away: two switches cannot take the same. */
  readonly part: PartName | 'link'
  on(stage: Stage): Promise<void>
  off(stage: Stage): Promise<void>
}

/** All of them, as they are shown. */
export const faultSwitches: readonly FaultSwitch[] = [
  {
    name: 'kafka-paused',
    says: 'Kafka stands still: its connections stay, nobody is answered (SIGSTOP)',
    part: 'kafka',
    on: async ({ rig }) => rig.freeze('kafka'),
    off: async ({ rig }) => rig.thaw('kafka'),
  },
  away('kafka', 'stop', 'Kafka is stopped'),
  {
    name: 'link-held',
    says: 'the link between order and Kafka keeps every byte, both ways',
    part: 'link',
    async on({ rig, linkOrder }) {
      await linkOrder()
      await rig.wire.hold()
    },
    off: async ({ rig }) => rig.wire.release(),
  },
  away('order', 'kill', 'order is killed and stays away (SIGKILL)'),
  away('inventory', 'kill', 'inventory is killed and stays away (SIGKILL)'),
  away('notification', 'kill', 'notification is killed and stays away (SIGKILL)'),
  away('pricing', 'stop', 'pricing is stopped'),
  {
    name: 'mail-refused',
    says: 'the mail server refuses every receiver for now (450)',
    part: 'mail',
    async on({ rig, linkMail }) {
      await linkMail()
      rig.mailWire?.refuse(() => true, greylisted)
    },
    off: async ({ rig }) => rig.mailWire?.accept(),
  },
  {
    name: 'order-poisoned',
    says: 'inventory fails at every order of thirteen pieces of tea, however often it tries',
    part: 'inventory',
    on: ({ rig }) => refuseOrders(rig.where),
    off: ({ rig }) => takeOrders(rig.where),
  },
]

function away(part: PartName, how: 'stop' | 'kill', says: string): FaultSwitch {
  return {
    ...{ name: `${part}-${how === 'kill' ? 'killed' : 'stopped'}`, says, part },
    on: ({ rig }) => rig[how](part),
    off: ({ rig }) => rig.start(part),
  }
}
