import { meter, metricNames, telemetryActor, tracer } from '@tailspan/telemetry'

// Counts something, makes more spans than fit into a small queue, and ends.
meter.createCounter(metricNames.deadLetters).add(3)
for (let count = 0; count < 1_000; count += 1) tracer.startSpan('POST /orders').end()
await telemetryActor().stop()
process.exit(0)
