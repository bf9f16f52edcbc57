import type { StockLevels } from '@tailspan/contracts'
import {
  countWaiting,
  createTestDatabase,
  eventRecord,
  infrastructure,
  lockRows,
  type OwnKafka,
  readTopic,
  runWired,
  writeRecords,
} from '@tailspan/testkit'
import { readInventoryConfig } from '../src/config.ts'
import { wire } from '../src/wire.ts'

type Env = Readonly<Record<string, string>>
type Line = { readonly sku: string; readonly quantity: number }

/** The event of an order that was placed just now. */
export function givenPlaced(...lines: readonly Line[]) {
  const orderId = `01996b3c-7d7e-7${crypto.randomUUID().slice(15)}`
  const order = { orderId, customer: { email: 'ada@example.com' }, lines: [...lines] }
  const price = { totalCents: 1_840, currency: 'EUR', placedAt: '2026-11-21T08:00:00.000Z' }
  return { ...order, ...price }
}

export type GivenPlaced = ReturnType<typeof givenPlaced>

/** The service as it is wired, on a database of its own. */
export async function openInventory({ brokers }: Pick<OwnKafka, 'brokers'>, env: Env = {}) {
  await using undo = new AsyncDisposableStack()
  const database = undo.use(await createTestDatabase(infrastructure().postgresUrl))
  const config = readInventoryConfig({
    HTTP_PORT: '0',
    DEBUG_PORT: '0',
    DRAIN: '60s',
    KAFKA_BROKERS: brokers,
    DATABASE_URL: database.url,
    ...env,
  })
  const isRunning = (lines: readonly { event: string }[]) =>
    lines.some(({ event }) => event === 'consumer.joined')
  const service = undo.use(await runWired({ wire, config, isRunning }))
  const closing = undo.move()
  return {
    service,
    database,
    ask: service.ask,
    /** As order publishes it. */
    publishPlaced: (data: GivenPlaced, id?: string) =>
      writeRecords({ brokers, topic: 'orders' }, [
        eventRecord({ type: 'order.placed', data, ...(id && { id }) }),
      ]),
    /** What has been published about the stock of an order. */
    published: async ({ orderId }: GivenPlaced) =>
      (await readTopic(brokers, 'stock')).filter(({ key }) => key === orderId),
    available: async (sku: string): Promise<number> =>
      (await service.ask<StockLevels>(`/stock?sku=${sku}`)).body.levels[0]?.available ?? 0,
    /** Until it is disposed of, every statement on the table waits. */
    lockStock: () => lockRows(database.url, 'lock table stock in access exclusive mode'),
    waiting: () => countWaiting(database),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}
