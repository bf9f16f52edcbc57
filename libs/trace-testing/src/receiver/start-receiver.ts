import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SpanStore } from '../span-store.ts'
import { createHandler, type Fault, type ReceiverCounts } from './handle-export.ts'

/** What a receiver may be told. */
export type ReceiverOptions = {
  /** 4318 is the port that exporters use when nobody tells them; 0, the default, takes a free one. */
  readonly port?: number
  readonly host?: string
  /** The largest body, as sent and unzipped. */
  readonly maxBodyBytes?: number
  readonly store?: SpanStore
  /** Makes a bad collector: wait in it to be slow, return a status such as 503 to refuse. */
  readonly fault?: Fault
}

/** A running receiver; `await using` closes it. */
export type Receiver = AsyncDisposable & {
  /** What OTEL_EXPORTER_OTLP_ENDPOINT wants. */
  readonly url: string
  readonly port: number
  readonly store: SpanStore
  /** Requests that were taken, by signal, and requests that were refused. */
  readonly counts: Readonly<ReceiverCounts>
  close(): Promise<void>
}

/** A body that never ends is dropped after this. */
const requestTimeoutMs = 30_000

/**
 * Starts an OTLP/HTTP receiver: traces are decoded and stored, metrics and logs taken and counted.
 *
 * shape:   POST /v1/traces, /v1/metrics, /v1/logs; JSON or protobuf, plain or gzip
 * errors:  rejects when the port cannot be had; to a sender, 4xx with a Status message
 * repeats: every call starts one more
 * source:  opentelemetry.io/docs/specs/otlp
 */
export async function startReceiver({
  port = 0,
  host = '127.0.0.1',
  maxBodyBytes = 8 * 1024 * 1024,
  store = new SpanStore(),
  fault = () => undefined,
}: ReceiverOptions = {}): Promise<Receiver> {
  const counts = { traces: 0, metrics: 0, logs: 0, refused: 0 }
  const server = createServer(createHandler({ store, counts, maxBodyBytes, fault }))
  server.requestTimeout = requestTimeoutMs
  await listen(server, port, host)
  const { port: actualPort } = server.address() as AddressInfo
  const close = () => closeServer(server)
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}`,
    port: actualPort,
    store,
    counts,
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
}

async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    // An export that is stuck half way would hold the port for as long as it likes.
    server.closeAllConnections()
  })
}
