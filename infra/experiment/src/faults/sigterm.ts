import { setTimeout as delay } from 'node:timers/promises'
import { eventually } from '@tailspan/testkit'
import type { Fault } from './fault.ts'
import { inWords } from './fault-words.ts'

// Long enough for a service to come to its end as far as it can without Kafka, also on a busy machine.
const heldMs = 5_000
// What the tasks have of it is well above that.
const drain = '20s'

export const sigterm: Fault = {
  ...inWords('sigterm'),
  order: { DRAIN: drain },
  async run({ rig, clients, count, over }) {
    await rig.wire.hold()
    await clients.place(count)
    const stopped = rig.stop('order')
    // An engine takes its time to hand the signal on.
    await eventually(() => isStopping(rig.orderUrl), { timeoutMs: 15_000 })
    await Promise.race([delay(heldMs), stopped])
    await rig.wire.release()
    over()
    await stopped
    await rig.start('order')
  },
}

// It does not listen any more. An answer of 503 would say less: it may be unready because of the held link.
function isStopping(orderUrl: string): Promise<boolean> {
  return fetch(`${orderUrl}/readyz`).then(
    () => false,
    () => true,
  )
}
