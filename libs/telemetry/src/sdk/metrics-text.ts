import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import {
  DataPointType,
  type MetricData,
  MetricReader,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics'
import { prometheusName } from '../metrics/prometheus-name.ts'
import { withFreshGauges } from './fresh-gauges.ts'

/** A reader that collects when it is asked and at no other time: no port, no timer. */
export class OnDemandReader extends MetricReader {
  constructor() {
    super({ aggregationTemporalitySelector: withFreshGauges() })
  }

  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

/** The metrics of this moment in Prometheus' text format. */
export async function renderReader(reader: MetricReader): Promise<string> {
  const { resourceMetrics } = await reader.collect({ timeoutMillis: 2_000 })
  return new PrometheusSerializer().serialize(withPrometheusNames(resourceMetrics))
}

// The serializer leaves units out, and Prometheus puts them in when it gets OTLP: rules have to fit both.
function withPrometheusNames({ resource, scopeMetrics }: ResourceMetrics): ResourceMetrics {
  const renamed = scopeMetrics.map(({ scope, metrics }) => ({
    scope,
    metrics: metrics.map(rename),
  }))
  return { resource, scopeMetrics: renamed }
}

function rename(metric: MetricData): MetricData {
  const { name, unit } = metric.descriptor
  const named = prometheusName({ name, unit, instrument: instrumentOf(metric) })
  return { ...metric, descriptor: { ...metric.descriptor, name: named } }
}

function instrumentOf(metric: MetricData): string {
  if (metric.dataPointType === DataPointType.GAUGE) return 'gauge'
  return metric.dataPointType === DataPointType.SUM && metric.isMonotonic ? 'counter' : 'other'
}
