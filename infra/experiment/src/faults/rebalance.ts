import { topics } from '@tailspan/contracts'
import { eventually, readGroup } from '@tailspan/testkit'
import type { Where } from '../ledger/book.ts'
import type { Fault } from './fault.ts'
import { inWords } from './fault-words.ts'
import { holdEffects, untilMidHandler } from './mid-handler.ts'

// The first one is thought dead only after its session of ten seconds.
const patience = { timeoutMs: 60_000, intervalMs: 200 }

export const rebalance: Fault = {
  ...inWords('rebalance'),
  async run({ rig, clients, book, count, over }) {
    const effects = await holdEffects(book, ['inventory'])
    await clients.place(count)
    await untilMidHandler(book, ['inventory'])
    const before = await readMembers(rig.where)
    await rig.freeze('inventory')
    await effects[Symbol.asyncDispose]()
    await using _second = await rig.addInstance('inventory')
    await eventually(async () => {
      const members = await readMembers(rig.where)
      return members.length > 0 && !members.some((id) => before.includes(id))
    }, patience)
    await rig.thaw('inventory')
    over()
    await eventually(async () => (await readMembers(rig.where)).length === 2, patience)
  },
}

async function readMembers({ brokers }: Where): Promise<readonly string[]> {
  const query = { brokers, groupId: 'inventory', topics: [topics.orders.topic] }
  return (await readGroup(query)).members
}
