import { eventually, readRows } from '@tailspan/testkit'
import type { Where } from '../ledger/book.ts'
import type { Fault } from './fault.ts'
import { inWords } from './fault-words.ts'

export const relayKilled: Fault = {
  ...inWords('relay-killed'),
  async run({ rig, clients, count, over }) {
    const { wire, where } = rig
    await wire.hold()
    await clients.place(count)
    await rig.kill('order')
    await wire.sever()
    await wire.release()
    // The successor finds its way to Kafka first, which one row shows; only then has its relay the others to send.
    await leaseUntil(where, '1 minute')
    await rig.start('order')
    const first = await leaseUntil(where, '0 seconds', 1)
    await eventually(() => isSent(where, first), { timeoutMs: 30_000 })
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

/** Leases the oldest rows, all unless told; returns which. */
async function leaseUntil({ databaseUrl }: Where, later: string, most?: number): Promise<string[]> {
  const statement = `
    update "order".outbox set lease_until = clock_timestamp() + $1::interval
    where id in (select id from "order".outbox order by seq limit $2)
    returning id`
  const rows = await readRows<{ id: string }>(databaseUrl, statement, [later, most ?? null])
  return rows.map(({ id }) => id)
}

async function isSent({ databaseUrl }: Where, ids: readonly string[]): Promise<boolean> {
  const statement = 'select id from "order".outbox where id = any($1)'
  return (await readRows(databaseUrl, statement, [ids])).length === 0
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
