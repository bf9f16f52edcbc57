import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { context } from '@opentelemetry/api'
import {
  createLog,
  renderMetrics,
  telemetryActor,
  traced,
  withUrlTemplate,
} from '@tailspan/telemetry'

// Calls a server of its own with fetch: in a trace with a template, without one, and in no trace.
const log = createLog({ service: 'program' })
const server = createServer((request, response) => {
  const { url, headers } = request
  log.info('asked', { url, traceparent: headers.traceparent, names: Object.keys(headers) })
  response.end()
})
await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

await traced('POST /orders', {}, async () => {
  const marked = withUrlTemplate(context.active(), '/stock')
  await context.with(marked, () => fetch(`${origin}/stock?sku=ada@example.com`))
  await fetch(`${origin}/prices?sku=ada@example.com`)
})
await fetch(`${origin}/outside`)
log.info('metrics', { text: await renderMetrics() })
await telemetryActor().stop()
process.exit(0)
