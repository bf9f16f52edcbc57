import { setTimeout as pause } from 'node:timers/promises'
import type { ClientName } from '@tailspan/kafka'
import type { Entry } from '../entry.ts'
import { type Child, startChild } from '../measure/child.ts'
import { type Contender, instrumentedTutorial, ours } from '../shop/contenders.ts'
import { type Cost, costOver, readCost } from '../shop/cost.ts'
import { type OpenShop, openShop } from '../shop/open-shop.ts'
import { takeOrders } from '../shop/take-orders.ts'
import { type Calm, tellCalm, toFigures } from './figures.ts'

const receiverProgram = new URL('../measure/span-receiver.ts', import.meta.url)
// The code is compiled by then, and the programs have nothing left to do that belongs to their start.
const warmUp = { seconds: 6, pace: { clients: 16 } }
// A second of two orders says nothing.
const longer = 4

/** What a shop costs that has nothing to do, or little. */
export const calm: Entry = {
  name: 'calm',
  takesClient: true,
  about: 'the whole shop idle, at 10 and at 50 orders a second, beside the instrumented tutorial',
  async measure({ rounds, secondsPerRound, client }, tell) {
    await using receiver = await startChild(receiverProgram)
    const taken: { mine: Calm; tutorial: Calm }[] = []
    for (let round = 1; round <= rounds; round += 1) {
      tell(`calm: round ${round} of ${rounds}`)
      const take = async (contender: Contender) => {
        const one = await takeCalm(contender, longer * secondsPerRound, receiver)
        tell(tellCalm(contender.name, one))
        return one
      }
      taken.push(await inTurns(round, client, take))
    }
    return toFigures(taken)
  },
}

/** Every other round begins with the peer. */
async function inTurns(
  round: number,
  client: ClientName,
  take: (contender: Contender) => Promise<Calm>,
): Promise<{ mine: Calm; tutorial: Calm }> {
  const own = ours('durable', client)
  if (round % 2 === 1) return { mine: await take(own), tutorial: await take(instrumentedTutorial) }
  const tutorial = await take(instrumentedTutorial)
  return { mine: await take(own), tutorial }
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
