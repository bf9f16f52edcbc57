import type { Shop } from '@tailspan/experiment'
import { openShop } from '@tailspan/experiment/vitest'
import { readTopic } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { allConfirmed, availableMugs, buyMugs } from './mugs.ts'

const platformatic = { KAFKA_CLIENT: 'platformatic' }
const consumer = { ...platformatic, KAFKA_GROUP_PROTOCOL: 'consumer' }

const ways = [
  { what: 'of a group whose broker gives out the partitions', from: consumer, to: consumer },
  { what: 'in which a group goes over to that protocol', from: platformatic, to: consumer },
]

test.each(ways)(
  'C4 a rolling restart of three instances under load $what: nothing is lost or done twice',
  async ({ from, to }) => {
    await using shop = await openShop({ all: from })
    const before = await availableMugs(shop)
    const { system } = shop
    const others = [await system.addInstance('inventory'), await system.addInstance('inventory')]
    const buying: ReturnType<typeof buyMugs>[] = []
    const settings = { ...shop.envOf('inventory'), ...to }
    const restarts = [
      () => system.replace('inventory', settings),
      ...others.map((instance) => () => renew(shop, instance, settings)),
    ]

    for (const restart of restarts) {
      buying.push(buyMugs([shop], 10))
      await Promise.all([restart(), buying.at(-1)])
      buying.push(buyMugs([shop], 10))
    }

    const bought = (await Promise.all(buying)).flat()
    await allConfirmed(shop, bought)
    expect(await availableMugs(shop)).toBe(before - bought.length)
    const held = (await readTopic(system.kafkaBrokers, 'stock')).map(({ key }) => key)
    expect(held.toSorted()).toEqual(bought.map(({ id }) => id).toSorted())
  },
)

async function renew(
  shop: Shop,
  instance: AsyncDisposable,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  await instance[Symbol.asyncDispose]()
  await shop.system.addInstance('inventory', settings)
}
