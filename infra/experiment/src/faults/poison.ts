import { topics } from '@tailspan/contracts'
import { eventually, readGroup, writeRecords } from '@tailspan/testkit'
import type { Where } from '../ledger/book.ts'
import type { Fault } from './fault.ts'
import { inWords } from './fault-words.ts'
import { badQuantity, refuseOrders, takeOrders } from './refuse-orders.ts'

const mostBad = 5

export const poison: Fault = {
  ...inWords('poison'),
  async run({ rig, clients, count, over }) {
    const { where } = rig
    const badCount = Math.min(mostBad, Math.ceil(count / 10))
    await refuseOrders(where)
    try {
      const garbage = [{ value: '{"orderId":' }, { key: 'poison', value: 'poison' }]
      await writeRecords({ brokers: where.brokers, topic: topics.orders.topic }, garbage)
      await clients.place(badCount, { quantity: badQuantity })
      await clients.place(count - badCount)
      await writeRecords({ brokers: where.brokers, topic: topics.orders.topic }, garbage)
      over()
      await untilTaken(where)
    } finally {
      await takeOrders(where)
    }
  },
}

/** A consumer that goes on although a record is bad reaches the end of the topic. */
async function untilTaken({ brokers }: Where): Promise<void> {
  const query = { brokers, groupId: 'inventory', topics: [topics.orders.topic] }
  const isTaken = async () => (await readGroup(query)).lag === 0
  await eventually(isTaken, { timeoutMs: 60_000, intervalMs: 200 }).catch(() => {})
}
