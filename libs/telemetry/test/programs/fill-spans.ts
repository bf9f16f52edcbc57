import { setTimeout } from 'node:timers/promises'
import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { meter, metricNames, renderMetrics, telemetryActor, tracer } from '@tailspan/telemetry'

// Makes one span with three of everything, then others over half a second, and ends.
const attributes = { first: 'abcdefghij', second: 'abcdefghij', third: 'abcdefghij' }
const context = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 }
const links = Array.from({ length: 3 }, () => ({ context, attributes }))

const full = tracer.startSpan('full', { attributes, links }, ROOT_CONTEXT)
for (const name of ['one', 'two', 'three']) full.addEvent(name, attributes)
full.end()

const sent = meter.createCounter(metricNames.deadLetters)
for (let count = 0; count < 10; count += 1) {
  sent.add(1)
  const child = { ...context, traceFlags: count % 2, isRemote: true }
  tracer.startSpan('child', {}, trace.setSpanContext(ROOT_CONTEXT, child)).end()
  await setTimeout(50)
}
process.stdout.write(`${JSON.stringify({ metrics: await renderMetrics() })}\n`)
await telemetryActor().stop()
process.exit(0)
