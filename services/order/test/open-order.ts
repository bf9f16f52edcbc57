import type { OrderAccepted, OrderView } from '@tailspan/contracts'
import {
  countWaiting,
  createTestDatabase,
  eventRecord,
  eventually,
  type GivenEvent,
  infrastructure,
  lockRows,
  type OwnKafka,
  readTopic,
  runWired,
  writeRecords,
} from '@tailspan/testkit'
import { readOrderConfig } from '../src/config.ts'
import { wire } from '../src/wire.ts'
import { startPeers } from './stand-in-peers.ts'

type Env = Readonly<Record<string, string>>

/** A problem has a code; an answer has none. */
type Refusal = { readonly code?: string }

export const tea = { customer: { email: 'ada@example.com' }, lines: [{ sku: 'tea', quantity: 2 }] }

/** The service as it is wired, on a database and peers of its own. */
export async function openOrder({ brokers }: Pick<OwnKafka, 'brokers'>, env: Env = {}) {
  await using undo = new AsyncDisposableStack()
  const peers = undo.use(await startPeers())
  const database = undo.use(await createTestDatabase(infrastructure().postgresUrl))
  const config = readOrderConfig({
    HTTP_PORT: '0',
    DEBUG_PORT: '0',
    DRAIN: '60s',
    KAFKA_BROKERS: brokers,
    DATABASE_URL: database.url,
    INVENTORY_URL: peers.url,
    PRICING_URL: peers.url,
    ...env,
  })
  const isRunning = (lines: readonly { event: string }[]) =>
    lines.some(({ event }) => event === 'consumer.joined')
  const service = undo.use(await runWired({ wire, config, isRunning }))
  const closing = undo.move()
  const { ask } = service
  const post = (json: unknown, headers: Env = {}) =>
    ask<OrderAccepted & Refusal>('/orders', { json, headers })
  return {
    service,
    peers,
    database,
    ask,
    post,
    /** Places an order, again where a busy machine took longer than peers may take; its id. */
    place: (): Promise<string> =>
      eventually(async () => {
        const { status, body } = await post(tea)
        return status === 202 && body.id
      }),
    /** Until it is disposed of, every statement on the table waits. */
    lockOrders: () => lockRows(database.url, 'lock table orders in access exclusive mode'),
    waiting: () => countWaiting(database),
    view: async (id: string) => (await ask<OrderView>(`/orders/${id}`)).body,
    /** As inventory publishes it. */
    publishStock: (type: string, data: GivenEvent['data'], id?: string) =>
      writeRecords({ brokers, topic: 'stock' }, [eventRecord({ type, data, ...(id && { id }) })]),
    /** What has been published about an order. */
    published: async (id: string) =>
      (await readTopic(brokers, 'orders')).filter(({ key }) => key === id),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}
