import { randomUUIDv7 } from 'node:crypto'
import { toDatabaseOptions, toKafkaOptions } from '@tailspan/config'
import { baggageKeys, topics } from '@tailspan/contracts'
import { createDebug } from '@tailspan/debug'
import { createHttpServer } from '@tailspan/http'
import { createConsumer, createKafka, createKafkaAdmin, createProducer } from '@tailspan/kafka'
import {
  type Actor,
  createReadiness,
  createTaskRegistry,
  inBackground,
  type Readiness,
} from '@tailspan/lifecycle'
import { createInboxRetention, createOutbox } from '@tailspan/outbox'
import { createDatabase } from '@tailspan/postgres'
import { type Log, telemetryActor } from '@tailspan/telemetry'
import type { InventoryConfig } from './config.ts'
import { createHoldStock } from './domain/hold-stock.ts'
import type { Stock } from './domain/stock-store.ts'
import { stockRoutes } from './http/stock-routes.ts'
import { orderHandlers } from './kafka/order-handlers.ts'
import { createStockStore } from './postgres/stock-store.ts'
import type { Tables } from './postgres/tables.ts'

type Needs = { readonly config: InventoryConfig; readonly log: Log }
type Wired = { readonly actors: readonly Actor[]; readonly readiness: Readiness }

const migrations = new URL('../migrations/', import.meta.url)

/** The inventory service: its actors, dependencies first. */
export async function wire({ config, log }: Needs): Promise<Wired> {
  const readiness = createReadiness()
  const database = openDatabase(config, log)
  const kafka = await createKafka({ ...toKafkaOptions(config), clientId: 'inventory', log })
  const admin = createKafkaAdmin(kafka, { reads: [topics.orders], writes: [topics.stock] })
  const producer = createProducer(kafka)
  const tasks = createTaskRegistry({ maxRunning: 5_000, maxQueued: 5_000, log })
  const sender = config.events
  const outbox = createOutbox({ database, producer, tasks, log, sender })
  const stock = createStockStore({ database, outbox })
  const holdStock = createHoldStock({ stock, now: () => new Date(), newId: randomUUIDv7 })
  const consumer = createConsumer(kafka, {
    groupId: 'inventory',
    topics: [topics.orders.topic],
    handlers: orderHandlers(holdStock),
    producer,
    traceAsync: config.traceAsync,
  })
  const server = openServer({ config, log, stock, readiness })
  const debug = createDebug({ port: config.debugPort, readiness, tasks: [tasks], log })
  readiness.add('postgres', database.ping)
  readiness.add('kafka', admin.ping, { vital: false })
  readiness.add('kafka rights', admin.rights)
  readiness.add('consumer', consumer.check)
  // Stock is told without it.
  readiness.add('consumer group', consumer.membership, { vital: false })
  return {
    readiness,
    actors: debug.supervise([
      telemetryActor(),
      database.actor,
      createInboxRetention({ database, log }),
      // What is asked over HTTP is answered without Kafka, too.
      inBackground(producer.actor),
      outbox.relay,
      tasks.actor,
      inBackground(admin.actor, consumer.actor),
      server.actor,
    ]),
  }
}

function openServer(needs: Needs & { readonly stock: Stock; readonly readiness: Readiness }) {
  const { config, log, stock, readiness } = needs
  return createHttpServer({
    host: config.httpHost,
    port: config.httpPort,
    protocol: config.httpProtocol,
    routes: stockRoutes({ stock }),
    statuses: { 'sku-unknown': 422 },
    baggageAllow: baggageKeys,
    readiness,
    log,
  })
}

function openDatabase(config: InventoryConfig, log: Log) {
  return createDatabase<Tables>({
    ...toDatabaseOptions(config),
    name: 'inventory',
    migrations,
    log,
  })
}
