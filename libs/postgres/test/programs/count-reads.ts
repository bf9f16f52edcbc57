import { ROOT_CONTEXT, TraceFlags, trace } from '@opentelemetry/api'
import { createScope, runIn } from '@tailspan/scope'
import { telemetryActor } from '@tailspan/telemetry'
import pg from 'pg'
import { Flight } from '../../src/trips/flight.ts'

// Sends statements that leave together in a trace that is kept and in one that is not, and says how often their texts were read.
const client = new pg.Client(process.argv[2] ?? '')
await client.connect()
const reads = {
  sampledOut: await countReads(TraceFlags.NONE),
  sampled: await countReads(TraceFlags.SAMPLED),
}
await client.end()
await telemetryActor().stop()
process.stdout.write(`${JSON.stringify(reads)}\n`)
process.exit(0)

async function countReads(traceFlags: TraceFlags): Promise<number> {
  let reads = 0
  const statement = (text: string) => ({
    values: [],
    get text() {
      reads += 1
      return text
    },
  })
  const statements = [statement('select 1'), statement('select 2')]
  const caller = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags, isRemote: true }
  const scope = createScope({ context: trace.setSpanContext(ROOT_CONTEXT, caller) })
  await runIn(scope, async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>()
    client.query(new Flight(statements, resolve))
    await promise
  })
  return reads
}
