import type { Effort, Entry, Measured } from '../entry.ts'
import { quantile } from '../measure/quantile.ts'
import { postSteadily } from '../measure/steady-load.ts'
import { openShop, type Shop } from './shop.ts'

const strategies = ['durable', 'detached'] as const
const body = JSON.stringify({
  customer: { email: 'ada@example.com' },
  lines: [{ sku: 'tea', quantity: 1 }],
})
// Below every bound: what is counted is the answer, not a queue that runs full.
const ratePerSecond = 50

type P99s = { readonly frozen: number[]; readonly calm: number[] }

/** What an order's answer has to do with Kafka: nothing. */
export const frozen: Entry = {
  name: 'frozen',
  takesClient: true,
  about: 'POST /orders of the real services with the broker frozen, beside the broker up',
  async measure(effort, tell) {
    tell('frozen: starting the system')
    await using shop = await openShop(effort.client)
    const figures: Measured[] = []
    for (const strategy of strategies) {
      const rounds = await measureStrategy(shop, strategy, { ...effort, tell })
      figures.push(toFigure(strategy, rounds))
    }
    return figures
  },
}

type Telling = Effort & { readonly tell: (words: string) => void }

async function measureStrategy(
  shop: Shop,
  strategy: string,
  { rounds, secondsPerRound, tell }: Telling,
): Promise<P99s> {
  const found: P99s = { frozen: [], calm: [] }
  await shop.reopen({ PUBLISH: strategy })
  // Once for the compiler, once as it will be.
  for (const _ of [1, 2]) await measureRound(shop, secondsPerRound)
  for (let round = 1; round <= rounds; round += 1) {
    tell(`frozen: ${strategy}, round ${round} of ${rounds}`)
    found.calm.push(await measureRound(shop, secondsPerRound))
    shop.freeze()
    // Lifted whatever happens: a frozen process could not be stopped in order.
    const answered = measureRound(shop, secondsPerRound).finally(shop.thaw)
    found.frozen.push(await answered)
    await shop.untilSettled()
  }
  return found
}

async function measureRound({ orderUrl }: Shop, secondsPerRound: number): Promise<number> {
  const seconds = 2 * secondsPerRound
  const load = { url: `${orderUrl}/orders`, body, ratePerSecond, seconds }
  return quantile(await postSteadily(load), 0.99)
}

function toFigure(strategy: string, { frozen, calm }: P99s): Measured {
  return {
    name: `answer with the broker frozen, ${strategy}, p99`,
    unit: 'ms',
    ours: frozen,
    peer: { name: 'broker up', rounds: calm },
    goal: { atMost: 1.1 },
  }
}
