import { placeOrder, recordsOf, type Settings, type Shop, settledOrder } from '@tailspan/experiment'
import { openShop } from '@tailspan/experiment/vitest'
import { eventually, startPgBouncer, whyNoPgBouncer } from '@tailspan/testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

type Service = 'order' | 'inventory' | 'notification'

const patient = { timeoutMs: 60_000 }
const undo = new AsyncDisposableStack()
let shop: Shop
beforeAll(async () => {
  if (!whyNoPgBouncer) shop = undo.use(await openShop())
})
beforeEach(({ skip }) => skip(whyNoPgBouncer !== undefined, whyNoPgBouncer))
afterAll(() => undo.disposeAsync())

test('K7 behind PgBouncer a service that is told no direct way ends at its start and names the setting', async () => {
  const { DATABASE_URL = '' } = await throughPooler('order')

  const started = shop.system.addInstance('order', shop.orderEnv({ DATABASE_URL }))

  await expect(started).rejects.toThrow(/exit code 1.*set DATABASE_SESSION_URL/s)
})

test('K7 behind PgBouncer, with the direct way, the events of a killed order service are relayed by another', async () => {
  const order = await throughPooler('order')
  const inventory = { ...shop.envOf('inventory'), ...(await throughPooler('inventory')) }
  const notification = { ...shop.envOf('notification'), ...(await throughPooler('notification')) }
  await Promise.all([
    shop.reopen({ ...order, PUBLISH: 'durable' }),
    shop.system.replace('inventory', inventory),
    shop.system.replace('notification', notification),
  ])
  const [survivor, { kafka }] = [await shop.system.addInstance('order', order), shop.links]
  kafka.hold()
  const ids = (await Promise.all([1, 2, 3, 4].map(() => placeOrder(shop)))).map(({ id }) => id)

  await shop.system.halt('order', 'kill')
  kafka.sever()
  kafka.release()
  for (const id of ids)
    await eventually(async () => (await recordsOf(shop, id)).length > 0, patient)
  await survivor[Symbol.asyncDispose]()
  await shop.system.resume('order')

  const settled = await Promise.all(ids.map((id) => settledOrder(shop, id)))
  expect(settled.map(({ status }) => status)).toEqual(ids.map(() => 'confirmed'))
})

/** A PgBouncer of its own for a service, with its defaults and in transaction mode. */
async function throughPooler(service: Service): Promise<Settings> {
  const direct = shop.system.databaseUrls[service] ?? ''
  const pooler = undo.use(await startPgBouncer({ databaseUrl: direct, mode: 'transaction' }))
  return { DATABASE_URL: pooler.url, DATABASE_SESSION_URL: direct }
}
