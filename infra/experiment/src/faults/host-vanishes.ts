import { eventually, readRows } from '@tailspan/testkit'
import type { Where } from '../ledger/book.ts'
import type { Fault } from './fault.ts'
import { inWords } from './fault-words.ts'

export const hostVanishes: Fault = {
  ...inWords('host-vanishes'),
  async run({ rig, clients, count, over }) {
    const { orderNetwork } = rig
    if (!orderNetwork) throw new Error('host-vanishes: this rig has no network to take from order')
    await using _survivor = await rig.addInstance('order')
    await rig.wire.hold()
    await clients.place(count)
    try {
      orderNetwork.vanish()
      over()
      // Bounded, so that a contender without an outbox is not waited for.
      await eventually(() => isSent(rig.where), { timeoutMs: 40_000, intervalMs: 250 }).catch(
        () => {},
      )
      await rig.kill('order')
    } finally {
      // The cells after this one need the network, whatever has failed.
      orderNetwork.reappear()
    }
    await rig.wire.release()
    await rig.start('order')
  },
}

/** The outbox is empty: the survivor has sent what the vanished host had stored. */
async function isSent({ databaseUrl }: Where): Promise<boolean> {
  const statement = 'select count(*)::int as rows from "order".outbox'
  const [seen] = await readRows<{ rows: number }>(databaseUrl, statement)
  return seen?.rows === 0
}
