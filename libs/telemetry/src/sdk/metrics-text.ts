import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import { MetricReader } from '@opentelemetry/sdk-metrics'

/** A reader that collects when it is asked and at no other time: no port, no timer. */
export class OnDemandReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

/** The metrics of this moment in Prometheus' text format. */
export async function renderReader(reader: MetricReader): Promise<string> {
  const { resourceMetrics } = await reader.collect({ timeoutMillis: 2_000 })
  return new PrometheusSerializer().serialize(resourceMetrics)
}
