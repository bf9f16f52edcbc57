import { eventually, readRows } from '@tailspan/testkit'
import type { Where } from '../ledger/book.ts'
import type { Fault } from './fault.ts'

export const relayKilled: Fault = {
  name: 'relay-killed',
  says: 'SIGKILL of the order service with the link held, then of its successor while Kafka has the batch and no answer arrives',
  async run({ rig, clients, count, over }) {
    const { wire, where } = rig
    await wire.hold()
    await clients.place(count)
    await rig.kill('order')
    await wire.sever()
    await wire.release()
    // The successor finds its way to Kafka first; only then has its relay something to send.
    await leaseUntil(where, '1 minute')
    await rig.start('order')
    await wire.hold('to-client')
    await leaseUntil(where, '0 seconds')
    await eventually(() => isMidBatch(where), { timeoutMs: 20_000 })
    await rig.kill('order')
    await wire.sever()
    await wire.release()
    over()
    await rig.start('order')
  },
}

async function leaseUntil({ databaseUrl }: Where, later: string): Promise<void> {
  const statement = `update "order".outbox set lease_until = clock_timestamp() + $1::interval`
  await readRows(databaseUrl, statement, [later])
}

/** Somebody has heard what the outbox still has; or there is no outbox in use, and nothing to wait for. */
async function isMidBatch({ databaseUrl }: Where): Promise<boolean> {
  const statement = `
    select count(*)::int as rows,
      count(*) filter (where aggregateid in (select order_id::text from inventory.holds))::int as heard
    from "order".outbox`
  const [seen] = await readRows<{ rows: number; heard: number }>(databaseUrl, statement)
  return seen?.rows === 0 || (seen?.heard ?? 0) > 0
}
