import { createRandom, type Shop } from '@tailspan/experiment'
import { openShop } from '@tailspan/experiment/vitest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Protocol } from '../src/load/load.ts'
import { stopUnderLoad } from '../src/load/stop-rounds.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop({ services: ['order', 'inventory', 'pricing'] })
})
afterAll(() => shop[Symbol.asyncDispose]())

// `npm run soak` does the same with twenty rounds.
describe('SIGTERM while clients keep coming and the link to Kafka is held', () => {
  test.each(['http1', 'h2c'] as const)(
    'S7 over %s nothing accepted is lost with `detached`, and every exit code is 0',
    async (protocol) => {
      const { account, tally, stops } = await stop('detached', protocol)

      expect(account.accepted).toBeGreaterThan(20)
      expect(account).toMatchObject({ lost: [], unstored: [], phantoms: 0 })
      expect([...tally.wrong]).toEqual([])
      expect(stops.map(({ exit }) => exit.code)).toEqual([0, 0])
    },
  )

  test('with `background` accepted orders are lost', async () => {
    const { account } = await stop('background', 'http1')

    expect(account.lost).not.toEqual([])
  })
})

function stop(strategy: 'detached' | 'background', protocol: Protocol) {
  const load = { protocol, ratePerSecond: 100, random: createRandom(7), rounds: 2, mostAtOnce: 20 }
  return stopUnderLoad(shop, { ...load, strategy, tag: `${strategy}-${protocol}` })
}
