import type { PartName } from '../rig/rig.ts'

type Words = {
  readonly name: string
  readonly says: string
  /** What it takes away: two switches cannot take the same. */
  readonly part: PartName | 'link'
  /** Whether its part is not ready meanwhile, as anybody sees who asks it. */
  readonly isSeen: boolean
}

const words = [
  {
    name: 'kafka-paused',
    says: 'Kafka stands still: its connections stay, nobody is answered (SIGSTOP)',
    part: 'kafka',
    // Its port still takes connections.
    isSeen: false,
  },
  { name: 'kafka-stopped', says: 'Kafka is stopped', part: 'kafka', isSeen: true },
  {
    name: 'link-held',
    says: 'the link between order and Kafka keeps every byte, both ways',
    part: 'link',
    isSeen: false,
  },
  {
    name: 'order-killed',
    says: 'order is killed and stays away (SIGKILL)',
    part: 'order',
    isSeen: true,
  },
  {
    name: 'inventory-killed',
    says: 'inventory is killed and stays away (SIGKILL)',
    part: 'inventory',
    isSeen: true,
  },
  {
    name: 'notification-killed',
    says: 'notification is killed and stays away (SIGKILL)',
    part: 'notification',
    isSeen: true,
  },
  { name: 'pricing-stopped', says: 'pricing is stopped', part: 'pricing', isSeen: true },
  {
    name: 'mail-refused',
    says: 'the mail server refuses every receiver for now (450)',
    part: 'mail',
    isSeen: false,
  },
  {
    name: 'order-poisoned',
    says: 'inventory fails at every order of thirteen pieces of tea, however often it tries',
    part: 'inventory',
    isSeen: false,
  },
] as const satisfies readonly Words[]

export type SwitchWords = Words & { readonly name: SwitchName }

export type SwitchName = (typeof words)[number]['name']

/** The faults that stay until they are switched off, in the order in which they are shown; read where none can be switched, too. */
export const switchWords: readonly SwitchWords[] = words
