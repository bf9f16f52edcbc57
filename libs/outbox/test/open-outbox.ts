import { readFile } from 'node:fs/promises'
import { createKafka, createProducer, createTopics, type ProducerOptions } from '@tailspan/kafka'
import { type Actor, createTaskRegistry } from '@tailspan/lifecycle'
import { createDatabase } from '@tailspan/postgres'
import type { Log } from '@tailspan/telemetry'
import { createTestDatabase, infrastructure, type TestDatabase, uniqueId } from '@tailspan/testkit'
import { createOutbox, type OutboxOptions } from '../src/index.ts'

/** One aggregate: its row is what writers lock. */
export type Tables = { orders: { id: string; version: number } }

export const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

type Place = { readonly url: string; readonly brokers: string }
type Settings = Partial<OutboxOptions<Tables>> & {
  readonly brokers?: string
  readonly maxTasks?: number
  readonly producerOptions?: ProducerOptions
  readonly connectTimeoutMs?: number
}

/** An empty database with outbox, inbox and one table of orders. */
export async function openTables(): Promise<TestDatabase> {
  const tables = await createTestDatabase(infrastructure().postgresUrl)
  for (const name of ['outbox', 'outbox-routed', 'inbox'])
    await tables.query(
      await readFile(new URL(`../migrations/${name}.sql`, import.meta.url), 'utf8'),
    )
  await tables.query('create table orders (id text primary key, version int not null)')
  return tables
}

/** A topic of the test's own. */
export async function openTopic(topic: string = uniqueId('orders')): Promise<string> {
  const { brokers } = infrastructure()
  const kafka = await createKafka({ brokers: brokers.split(','), clientId: 'test', log: silent })
  await createTopics(kafka, [{ topic, partitions: 3, replicationFactor: 1 }])
  return topic
}

/** What a service has, without its actors running. */
export async function createInstance({ url, brokers }: Place, settings: Settings = {}) {
  const { maxTasks = 5_000, producerOptions = {}, connectTimeoutMs, ...options } = settings
  const log = options.log ?? silent
  const database = createDatabase<Tables>({
    url,
    log,
    ...(connectTimeoutMs && { connectTimeoutMs }),
  })
  const kafka = await createKafka({
    brokers: brokers.split(','),
    clientId: 'test',
    log,
    requestTimeoutMs: 1_000,
  })
  const producer = createProducer(kafka, { backoffMs: 20, ...producerOptions })
  const tasks = createTaskRegistry({ maxRunning: maxTasks, maxQueued: 0, log })
  const outbox = createOutbox<Tables>({
    database,
    producer,
    tasks,
    leaseMs: 1_000,
    ...options,
    log,
  })
  return { database, producer, tasks, outbox }
}

export type InstanceParts = Awaited<ReturnType<typeof createInstance>>

/** One instance of a service with its actors running, stopped in their order. */
export async function openInstance(tables: { readonly url: string }, settings: Settings = {}) {
  await using undo = new AsyncDisposableStack()
  const brokers = settings.brokers ?? infrastructure().brokers
  const instance = await createInstance({ url: tables.url, brokers }, settings)
  const { database, producer, tasks, outbox } = instance
  for (const actor of [database.actor, producer.actor, outbox.relay, tasks.actor])
    undo.use(await runActor(actor))
  const running = undo.move()
  return { ...instance, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

export type Instance = Awaited<ReturnType<typeof openInstance>>

export async function runActor(actor: Actor): Promise<AsyncDisposable> {
  const life = new AbortController()
  await actor.start?.(life.signal)
  const ended = actor.run?.(life.signal)
  return {
    async [Symbol.asyncDispose]() {
      await actor.quiesce?.()
      await Promise.resolve(actor.stop?.(AbortSignal.timeout(3_000), 300)).catch(() => {})
      life.abort()
      await ended
    },
  }
}
