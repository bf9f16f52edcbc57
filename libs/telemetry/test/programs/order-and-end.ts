import { createLog, telemetryActor, traced } from '@tailspan/telemetry'

// Does what a service does, from its first trace to its end, and says whether the end came in time. A plain timer
// beside it is as late as the machine makes any other: one of twice the limit fires after what keeps the limit.
const limitMs = 2_000
const log = createLog({ service: 'program' })

await traced('POST /orders', {}, async () => log.info('order.placed'))
const stopped = telemetryActor().stop(new AbortController().signal, limitMs)
let isInTime = true
setTimeout(() => {
  isInTime = false
}, limitMs * 2)
await stopped
log.info('stopped', { isInTime })
process.exit(0)
