import { type Receiver, startReceiver } from '@tailspan/trace-testing'

/** A receiver, and what a process must be told to send its spans there at once. */
export type SpanCollector = Receiver & {
  readonly environment: Readonly<Record<string, string>>
}

/**
 * Collects the spans of the processes that a test starts.
 *
 * shape: give `environment` to each of them, then wait with `store.waitForTrace`
 */
export async function collectSpans(): Promise<SpanCollector> {
  const receiver = await startReceiver()
  const environment = {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    // A test waits for the batch, so the batch does not wait.
    OTEL_BSP_SCHEDULE_DELAY: '50',
  }
  return Object.assign(receiver, { environment })
}
