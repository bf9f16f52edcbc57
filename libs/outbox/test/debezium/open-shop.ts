import {
  createRoutedDatabase,
  infrastructure,
  type LogicalPostgres,
  prepareDebezium,
  type RoutedDatabase,
  startLogicalPostgres,
} from '@tailspan/testkit'

/** A database whose outbox a connector can read, on a server of its own. */
export type Shop = AsyncDisposable & {
  readonly postgres: LogicalPostgres
  readonly tables: RoutedDatabase
}

/** Opens one, or says why no connector can read it. */
export async function openShop(): Promise<Shop | string> {
  const { runtime, whyNot } = await prepareDebezium()
  if (!runtime) return whyNot
  await using undo = new AsyncDisposableStack()
  const { brokers } = infrastructure()
  const postgres = undo.use(await startLogicalPostgres({ runtime, brokers }))
  const tables = undo.use(await createRoutedDatabase(postgres))
  await tables.query('create table orders (id text primary key, version int not null)')
  const running = undo.move()
  return { postgres, tables, [Symbol.asyncDispose]: () => running.disposeAsync() }
}
