import { createTaskRegistry } from '@tailspan/lifecycle'
import { createOutbox } from '@tailspan/outbox'
import { createDatabase } from '@tailspan/postgres'
import { withoutKafka } from '@tailspan/testkit'
import type { StockStore } from '../src/domain/stock-store.ts'
import { createStockStore } from '../src/postgres/stock-store.ts'
import type { Tables } from '../src/postgres/tables.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const migrations = new URL('../migrations/', import.meta.url)

/** The store on a database with its schema; its events are stored, and Kafka never answers. */
export async function openStore(url: string): Promise<StockStore & AsyncDisposable> {
  const database = createDatabase<Tables>({ url, migrations, log })
  await database.actor.start(new AbortController().signal)
  const tasks = createTaskRegistry({ maxRunning: 100, maxQueued: 0, log })
  const producer = withoutKafka()
  const outbox = createOutbox<Tables>({ database, producer, tasks, log })
  return {
    ...createStockStore({ database, outbox }),
    [Symbol.asyncDispose]: () => database.actor.stop(AbortSignal.abort()),
  }
}
