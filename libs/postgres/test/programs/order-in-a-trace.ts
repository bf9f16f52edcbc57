import { context } from '@opentelemetry/api'
import { createDatabase, sql, transaction } from '@tailspan/postgres'
import { createScope } from '@tailspan/scope'
import { createLog, renderMetrics, telemetryActor, traced } from '@tailspan/telemetry'

// Stores inside a trace as a service does: well, then with a value that the database repeats.
type Tables = { tea: { sku: string; pieces: number } }

const url = process.argv[2] ?? ''
const log = createLog({ service: 'program' })
const database = createDatabase<Tables>({ url, log, maxConnections: 3 })
const running = new AbortController().signal
await database.actor.start(running)
await sql`select 'outside of any trace'`.execute(database.kysely)

await traced('POST /orders', {}, async () => {
  const scope = createScope({ context: context.active() })
  await transaction(database, scope, async (tx) => {
    await tx.insertInto('tea').values({ sku: 'ada@example.com', pieces: 1 }).execute()
    await tx.together(
      sql`update tea set pieces = 2`,
      sql.raw("select * from tea where sku = 'ada@example.com'"),
    )
  })
  await transaction(database, scope, async (tx) => {
    for (const sku of ['a', 'b', 'c']) tx.later(tx.insertInto('tea').values({ sku, pieces: 1 }))
  })
  const wrong = sql`select ${'ada@example.com'}::uuid`.execute(database.kysely)
  await wrong.catch((err) => log.warn('refused', { err }))
})

log.info('metrics', { text: await renderMetrics() })
await database.actor.stop(running)
await telemetryActor().stop()
process.exit(0)
