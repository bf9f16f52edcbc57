import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { readPrometheusNames } from '@tailspan/promql'
import { type OtlpMetrics, toPrometheusText } from './otlp-metrics.ts'

type Export = { readonly lines: readonly string[]; readonly atMs: number; isSeen: boolean }

/** Takes metrics by OTLP and lets Prometheus scrape them. */
export type OtlpBridge = AsyncDisposable & {
  /** For `OTEL_EXPORTER_OTLP_METRICS_ENDPOINT`. */
  readonly url: string
  readonly port: number
}

// Six times the interval of export in these tests: an instance that is silent for longer is gone.
const expiryMs = 3_000

/**
 * Starts what OpenTelemetry's collector is with its Prometheus exporter: Debian's Prometheus takes no OTLP itself.
 *
 * shape: the latest export of each instance; one that exports no more vanishes after a while, having been scraped once
 */
export async function startOtlpBridge(): Promise<OtlpBridge> {
  const names = readPrometheusNames()
  const latest = new Map<string, Export>()
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') await take(request)
    response.end(request.method === 'POST' ? '{}' : show())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}/v1/metrics`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }

  async function take(request: IncomingMessage): Promise<void> {
    const atMs = performance.now()
    for (const { instance, lines } of toPrometheusText((await json(request)) as OtlpMetrics, names))
      latest.set(instance, { lines, atMs, isSeen: false })
  }

  function show(): string {
    const sinceMs = performance.now() - expiryMs
    const shown = [...latest.values()].filter(({ atMs, isSeen }) => !isSeen || atMs > sinceMs)
    for (const one of shown) one.isSeen = true
    return `${shown.flatMap(({ lines }) => lines).join('\n')}\n`
  }
}
