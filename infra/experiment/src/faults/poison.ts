import { topics } from '@tailspan/contracts'
import { eventually, readGroup, readRows, writeRecords } from '@tailspan/testkit'
import type { Where } from '../ledger/book.ts'
import type { Fault } from './fault.ts'

const mostBad = 5
const badQuantity = 13

export const poison: Fault = {
  name: 'poison',
  says: 'records that are no JSON lie among the orders, and orders that inventory can never take',
  async run({ rig, clients, count, over }) {
    const { where } = rig
    const badCount = Math.min(mostBad, Math.ceil(count / 10))
    await refuse(where)
    try {
      const garbage = [{ value: '{"orderId":' }, { key: 'poison', value: 'poison' }]
      await writeRecords({ brokers: where.brokers, topic: topics.orders.topic }, garbage)
      await clients.place(badCount, { quantity: badQuantity })
      await clients.place(count - badCount)
      await writeRecords({ brokers: where.brokers, topic: topics.orders.topic }, garbage)
      over()
      await untilTaken(where)
    } finally {
      await acceptAgain(where)
    }
  },
}

async function refuse(where: Where): Promise<void> {
  await acceptAgain(where)
  await readRows(
    where.databaseUrl,
    `create function inventory.refuse() returns trigger language plpgsql as $$
      begin raise exception 'this order cannot be taken'; end $$;
    create trigger poison before update on inventory.stock for each row
      when (old.available - new.available = ${badQuantity}) execute function inventory.refuse()`,
  )
}

async function acceptAgain({ databaseUrl }: Where): Promise<void> {
  await readRows(databaseUrl, 'drop function if exists inventory.refuse() cascade')
}

/** A consumer that goes on although a record is bad reaches the end of the topic. */
async function untilTaken({ brokers }: Where): Promise<void> {
  const query = { brokers, groupId: 'inventory', topics: [topics.orders.topic] }
  const isTaken = async () => (await readGroup(query)).lag === 0
  await eventually(isTaken, { timeoutMs: 60_000, intervalMs: 200 }).catch(() => {})
}
