import { createDatabase, transaction, UniqueViolation } from '@tailspan/postgres'
import { rootScope, withTimeout } from '@tailspan/scope'
import { createLog } from '@tailspan/telemetry'

type Tables = { orders: { id: string; total_cents: number } }

const log = createLog({ service: 'order' })
const migrations = new URL('migrations', import.meta.url)
const database = createDatabase<Tables>({ url: process.argv[2] ?? '', log, migrations })
await database.actor.start(rootScope.signal)

for (const order of [
  { id: '7', total_cents: 1_840 },
  { id: '7', total_cents: 920 },
]) {
  using request = withTimeout(rootScope, 1_000)
  try {
    await transaction(database, request.scope, (tx) =>
      tx.insertInto('orders').values(order).execute(),
    )
    log.info('order.stored', { orderId: order.id })
  } catch (error) {
    if (!(error instanceof UniqueViolation)) throw error
    log.info('order.known', { orderId: order.id })
  }
}
await database.actor.stop(rootScope.signal)
