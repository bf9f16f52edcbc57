import type { Child } from '../measure/child.ts'
import type { Contender } from './contenders.ts'
import { tellCost, total } from './cost.ts'
import { openShop } from './open-shop.ts'
import { loseByStop, type Taken, takeOrders, warmUp } from './take-orders.ts'

/** What one contender did in one round. */
export type Turn = {
  /** From 16 clients without pause. */
  readonly full: Taken
  /** At 100 orders a second. */
  readonly calm: Taken
  /** In the last round alone: it takes as long as a session of Kafka's. */
  readonly lostByStop?: number
}

type Settings = { readonly seconds: number; readonly isLast: boolean; readonly receiver: Child }

const ratePerSecond = 100

/** Starts a contender anew, warms it up, and measures it. */
export async function takeTurn(
  contender: Contender,
  { seconds, isLast, receiver }: Settings,
): Promise<Turn> {
  const spansBefore = await receiver.ask('spans')
  await using shop = await openShop(contender, receiver.url)
  await takeOrders(shop, warmUp)
  const full = await takeOrders(shop, { seconds, pace: warmUp.pace })
  const calm = await takeOrders(shop, { seconds, pace: { ratePerSecond } })
  const isTraced = (await receiver.ask('spans')) > spansBefore
  if (isTraced !== contender.isTraced)
    throw new Error(`${contender.name} ${isTraced ? 'exports spans' : 'exports no spans'}`)
  return { full, calm, ...(isLast ? { lostByStop: await loseByStop(shop) } : {}) }
}

/** A turn in one line. */
export function tellTurn(name: string, { full, calm, lostByStop }: Turn): string {
  const lost = `lost ${full.lost + calm.lost}`
  return [
    `  ${name}: ${full.acceptedPerSecond.toFixed(0)} accepted/s`,
    `${full.settledPerSecond.toFixed(0)} settled/s`,
    tellCost(full.cpuMs, 'ms an order'),
    `at 100/s p50 ${calm.p50Ms.toFixed(0)} p99 ${calm.p99Ms.toFixed(0)} ms, ${total(calm.cpuMs).toFixed(1)} ms an order`,
    lostByStop === undefined ? lost : `${lost}, ${lostByStop} by SIGTERM`,
    ...(full.refused + calm.refused > 0 ? [`refused ${full.refused + calm.refused}`] : []),
  ].join('; ')
}
