import { setTimeout as pause } from 'node:timers/promises'
import type { Entry } from '../entry.ts'
import { type Child, startChild } from '../measure/child.ts'
import { beginningWith } from '../shop/beginning-with.ts'
import { type Contender, instrumentedTutorial, ours } from '../shop/contenders.ts'
import { type Cost, costOver, readCost } from '../shop/cost.ts'
import { type OpenShop, openShop } from '../shop/open-shop.ts'
import { takeOrders, warmUp } from '../shop/take-orders.ts'
import { type Calm, tellCalm, toFigures } from './figures.ts'

type Contended = { readonly contender: Contender; readonly taken: Calm[] }

const receiverProgram = new URL('../measure/span-receiver.ts', import.meta.url)
// A second of two orders says nothing.
const longer = 4

/** What a shop costs that has nothing to do, or little. */
export const calm: Entry = {
  name: 'calm',
  takesClient: true,
  about: 'the whole shop idle, at 10 and at 50 orders a second, beside the instrumented tutorial',
  async measure({ rounds, secondsPerRound, client }, tell) {
    await using receiver = await startChild(receiverProgram)
    const mine: Contended = { contender: ours('durable', client), taken: [] }
    const peer: Contended = { contender: instrumentedTutorial, taken: [] }
    for (let round = 1; round <= rounds; round += 1) {
      tell(`calm: round ${round} of ${rounds}`)
      for (const { contender, taken } of beginningWith([mine, peer], round - 1)) {
        const one = await takeCalm(contender, longer * secondsPerRound, receiver)
        taken.push(one)
        tell(tellCalm(contender.name, one))
      }
    }
    return toFigures(mine.taken, { name: peer.contender.name, taken: peer.taken })
  },
}

async function takeCalm(contender: Contender, seconds: number, receiver: Child): Promise<Calm> {
  await using shop = await openShop(contender, receiver.url)
  await takeOrders(shop, warmUp)
  const idle = await idleFor(shop, seconds)
  const ten = await takeOrders(shop, { seconds, pace: { ratePerSecond: 10 } })
  const fifty = await takeOrders(shop, { seconds, pace: { ratePerSecond: 50 } })
  return { idle, ten: ten.cpuMs, fifty: fifty.cpuMs }
}

/** Processor time of a second without an order, in ms. */
async function idleFor(shop: OpenShop, seconds: number): Promise<Cost> {
  const before = await readCost(shop.pids())
  const startedAtMs = performance.now()
  await pause(seconds * 1_000)
  const after = await readCost(shop.pids())
  return costOver(before, after, (performance.now() - startedAtMs) / 1_000)
}
