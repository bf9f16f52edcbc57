import { randomUUIDv7 } from 'node:crypto'
import { toDatabaseOptions, toKafkaOptions } from '@tailspan/config'
import { baggageKeys, topics } from '@tailspan/contracts'
import { createDebug } from '@tailspan/debug'
import { createHttpClient, createHttpServer, type Router } from '@tailspan/http'
import {
  type Consumer,
  createConsumer,
  createKafka,
  createKafkaAdmin,
  createProducer,
  type KafkaAdmin,
} from '@tailspan/kafka'
import {
  type Actor,
  createReadiness,
  createTaskRegistry,
  inBackground,
  type Readiness,
} from '@tailspan/lifecycle'
import { createInboxRetention, createOutbox } from '@tailspan/outbox'
import { createDatabase, createRetention } from '@tailspan/postgres'
import { type Log, telemetryActor } from '@tailspan/telemetry'
import type { OrderConfig } from './config.ts'
import { createPlaceOrder } from './domain/place-order.ts'
import { createSettleOrder } from './domain/settle-order.ts'
import { createBatchedFind } from './http/batched-find.ts'
import { orderRoutes } from './http/order-routes.ts'
import { createPrices, createStock } from './http/peers.ts'
import { createSettlementPoller } from './http/settlement-poller.ts'
import { createWatchOrder } from './http/watch-order.ts'
import { strategies } from './kafka/publish.ts'
import { publishDurable } from './kafka/publish-durable.ts'
import { stockHandlers } from './kafka/stock-handlers.ts'
import { createAnsweredKeys } from './postgres/answered-keys.ts'
import { createOrderStore } from './postgres/order-store.ts'
import type { Tables } from './postgres/tables.ts'

type Wired = { readonly actors: readonly Actor[]; readonly readiness: Readiness }

const migrations = new URL('../migrations/', import.meta.url)
const expiredKeys = { table: 'idempotency_keys', column: 'expires_at', olderThanMs: 0 }
const peerTimeoutMs = 2_000
const statuses = { 'sku-unknown': 422, 'idempotency-key-reused': 422 }

/** The order service: its actors, dependencies first. */
export async function wire({ config, log }: { config: OrderConfig; log: Log }): Promise<Wired> {
  const readiness = createReadiness()
  const database = openDatabase(config, log)
  const kafka = await createKafka({ ...toKafkaOptions(config), clientId: 'order', log })
  const admin = createKafkaAdmin(kafka, { reads: [topics.stock], writes: [topics.orders] })
  const producer = createProducer(kafka)
  const tasks = createTaskRegistry({ maxRunning: 5_000, maxQueued: 5_000, log })
  const orders = createOrderStore(database)
  const sender = config.events
  const outbox = createOutbox({ database, producer, tasks, log, sender })
  const clock = { now: () => new Date(), newId: randomUUIDv7 }

  const settleOrder = createSettleOrder({ orders, publisher: publishDurable({ outbox }), ...clock })
  const consumer = createConsumer(kafka, {
    groupId: 'order',
    topics: [topics.stock.topic],
    handlers: stockHandlers(settleOrder),
    producer,
    traceAsync: config.traceAsync,
  })
  const publisher = strategies[config.publish]({ producer, tasks, outbox, log })
  const placeOrder = createPlaceOrder({
    ...createPeers(config),
    publisher,
    orders,
    keys: createAnsweredKeys(database),
    ...clock,
  })
  const settlements = createSettlementPoller({ orders, log, pollMs: 200 })
  const watchOrder = createWatchOrder({ findOrder: createBatchedFind(orders), settlements })
  const routes = orderRoutes({ placeOrder, orders, watchOrder })
  const server = createServer(routes, { config, readiness, log })
  const debug = createDebug({ port: config.debugPort, readiness, tasks: [tasks], log })
  addChecks(readiness, { database, admin, consumer })
  return {
    readiness,
    actors: debug.supervise([
      telemetryActor(),
      database.actor,
      createInboxRetention({ database, log }),
      createRetention({ ...expiredKeys, database, log }),
      // Orders are taken without Kafka: they lie in the outbox until it is there.
      inBackground(producer.actor),
      outbox.relay,
      tasks.actor,
      inBackground(admin.actor, consumer.actor),
      server.actor,
    ]),
  }
}

type Asked = {
  readonly database: { readonly ping: () => Promise<void> }
  readonly admin: KafkaAdmin
  readonly consumer: Consumer
}

// A broker that is away is waited for; a missing right is a mistake that somebody must mend.
function addChecks(readiness: Readiness, { database, admin, consumer }: Asked): void {
  readiness.add('postgres', database.ping)
  readiness.add('kafka', admin.ping, { vital: false })
  readiness.add('kafka rights', admin.rights)
  readiness.add('consumer', consumer.check)
  // Orders are taken without it; that what is to settle them waits is for the alerts.
  readiness.add('consumer group', consumer.membership, { vital: false })
}

type ServerNeeds = { config: OrderConfig; readiness: Readiness; log: Log }

function createServer(routes: Router, { config, readiness, log }: ServerNeeds) {
  return createHttpServer({
    host: config.httpHost,
    port: config.httpPort,
    protocol: config.httpProtocol,
    routes,
    statuses,
    baggageAllow: baggageKeys,
    readiness,
    log,
  })
}

function openDatabase(config: OrderConfig, log: Log) {
  return createDatabase<Tables>({ ...toDatabaseOptions(config), name: 'order', migrations, log })
}

function createPeers({ inventoryUrl, pricingUrl }: OrderConfig) {
  const client = (peer: string, baseUrl: string) =>
    createHttpClient({ peer, baseUrl, timeoutMs: peerTimeoutMs })
  return {
    stock: createStock(client('inventory', inventoryUrl)),
    prices: createPrices(client('pricing', pricingUrl)),
  }
}
