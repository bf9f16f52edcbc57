import { toKafkaOptions } from '@tailspan/config'
import { createGroupLags, createKafka } from '@tailspan/kafka'
import { manifestOf, needing, type ServiceName } from '@tailspan/manifest'
import { readBacklog } from '@tailspan/outbox'
import { createDatabase, type Database, sql } from '@tailspan/postgres'
import type { Log } from '@tailspan/telemetry'
import type { Backlog, OutboxBacklog } from './backlog.ts'
import type { BacklogConfig } from './config.ts'
import { countOrders } from './count-orders.ts'

const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }
/** A page that shows one of the two must not wait long for the other. */
const patienceMs = 1_500

const publishing = needing('postgres').filter((name) => manifestOf(name).publishes.length > 0)
const groups = needing('kafka').map((groupId) => ({
  groupId,
  topics: manifestOf(groupId).consumes,
}))

/** Asks outboxes and groups how much waits there, and on request what became of the orders; each may be away. */
export async function openBacklog(
  config: BacklogConfig,
  { countsOrders = false } = {},
): Promise<{ read(): Promise<Backlog> }> {
  const database = createDatabase<unknown>({
    url: config.databaseUrl.reveal(),
    name: 'console',
    log: silentLog,
    maxConnections: 1,
    statementTimeoutMs: patienceMs,
    connectTimeoutMs: patienceMs,
  })
  const options = { ...toKafkaOptions(config), clientId: 'console', log: silentLog }
  const lags = createGroupLags(await createKafka({ ...options, requestTimeoutMs: patienceMs }))
  return {
    async read() {
      const outboxes = readOutboxes(database)
      // On the same connection, so never in front of what is asked first.
      const orders = outboxes.then(() => (countsOrders ? countOrders(database) : undefined))
      const asked = [outboxes, lags.read(groups), orders] as const
      const [inOutboxes, inTopics, counted] = await Promise.allSettled(asked)
      return {
        ...(inOutboxes.status === 'fulfilled' && { outboxes: inOutboxes.value }),
        ...(inTopics.status === 'fulfilled' && { lags: inTopics.value }),
        ...(counted.status === 'fulfilled' && counted.value && { orders: counted.value }),
      }
    },
  }
}

async function readOutboxes(database: Database<unknown>): Promise<OutboxBacklog[]> {
  const outboxes: OutboxBacklog[] = []
  for (const service of publishing) outboxes.push(await readOutbox(database, service))
  return outboxes
}

function readOutbox({ kysely }: Database<unknown>, service: ServiceName): Promise<OutboxBacklog> {
  return kysely.transaction().execute(async (tx) => {
    await sql`set local search_path to ${sql.id(service)}`.execute(tx)
    return { service, ...(await readBacklog(tx)) }
  })
}
