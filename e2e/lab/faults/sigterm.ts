import { setTimeout as delay } from 'node:timers/promises'
import type { Fault } from './fault.ts'

// Well below DRAIN, and long enough for a service to come to its end as far as it can without Kafka.
const heldMs = 2_000

export const sigterm: Fault = {
  name: 'sigterm',
  says: 'SIGTERM of the order service while the link to Kafka is held, for two seconds more',
  async run({ rig, clients, count, over }) {
    await rig.wire.hold()
    await clients.place(count)
    const stopped = rig.stop('order')
    await delay(heldMs)
    await rig.wire.release()
    over()
    await stopped
    await rig.start('order')
  },
}
