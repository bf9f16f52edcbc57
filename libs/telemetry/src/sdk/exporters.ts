import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { OTLPMetricExporter as JsonMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPMetricExporter as ProtobufMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto'
import { OTLPTraceExporter as JsonTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { OTLPTraceExporter as ProtobufTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import {
  ConsoleMetricExporter,
  type IMetricReader,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import {
  BatchSpanProcessor,
  ConsoleSpanExporter,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace'
import type { Target, TelemetryConfig } from './config.ts'
import { withFreshGauges } from './fresh-gauges.ts'
import type { OtlpConfig } from './otlp-config.ts'
import { inRootContext } from './root-span-processor.ts'

/** What the SDK hands spans and metrics to. */
export type Exporters = {
  readonly spanProcessors: readonly SpanProcessor[]
  readonly metricReaders: readonly IMetricReader[]
  /** Ends the connections: a collector that hangs can be hung up on. */
  destroy(): void
}

/** Creates what the settings ask for and nothing else. */
export function createExporters(config: TelemetryConfig): Exporters {
  const agents = new Set<HttpAgent>()
  const connect = ({ tls }: OtlpConfig) => ({
    httpAgentOptions: (protocol: string) => {
      const agent =
        protocol === 'https:'
          ? new HttpsAgent({ keepAlive: true, ...tls })
          : new HttpAgent({ keepAlive: true })
      agents.add(agent)
      return agent
    },
  })
  return {
    spanProcessors: config.traces.map((to) => spanProcessor(to, config, connect)),
    metricReaders: config.metrics.map((to) => metricReader(to, config, connect)),
    destroy() {
      for (const agent of agents) agent.destroy()
    },
  }
}

type Connect = (otlp: OtlpConfig) => { httpAgentOptions: (protocol: string) => HttpAgent }

function spanProcessor(to: Target, { otlp, batch }: TelemetryConfig, connect: Connect) {
  if (to === 'console' || !otlp.TRACES)
    return new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() })
  const Exporter = otlp.TRACES.protocol === 'http/json' ? JsonTraceExporter : ProtobufTraceExporter
  const exporter = new Exporter(connect(otlp.TRACES))
  return inRootContext(new BatchSpanProcessor({ exporter, ...batch }))
}

function metricReader(to: Target, config: TelemetryConfig, connect: Connect) {
  const exporter = metricExporter(to, config, connect)
  const select = exporter.selectAggregationTemporality.bind(exporter)
  exporter.selectAggregationTemporality = withFreshGauges(select)
  return new PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: config.metricIntervalMs,
    exportTimeoutMillis: config.metricTimeoutMs,
  })
}

function metricExporter(to: Target, { otlp }: TelemetryConfig, connect: Connect) {
  if (to === 'console' || !otlp.METRICS) return new ConsoleMetricExporter()
  const Exporter =
    otlp.METRICS.protocol === 'http/json' ? JsonMetricExporter : ProtobufMetricExporter
  return new Exporter(connect(otlp.METRICS))
}
