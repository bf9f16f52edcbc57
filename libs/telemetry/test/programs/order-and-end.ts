import { createLog, telemetryActor, traced } from '@tailspan/telemetry'

// Does what a service does, from its first trace to its end, and says how long the end took.
const log = createLog({ service: 'program' })

await traced('POST /orders', {}, async () => log.info('order.placed'))
const startMs = performance.now()
await telemetryActor().stop(new AbortController().signal, 2_000)
log.info('stopped', { stopMs: performance.now() - startMs })
process.exit(0)
