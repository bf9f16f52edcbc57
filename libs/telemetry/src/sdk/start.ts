import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { type IMetricReader, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { NodeSDK } from '@opentelemetry/sdk-node'
import {
  BatchSpanProcessor,
  ConsoleSpanExporter,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace'
import { attributes } from '../names.ts'
import { instrumentFetch } from '../spans/fetch-spans.ts'
import { instrumentPg, queryFailureGuard } from '../spans/query-spans.ts'
import type { TelemetryConfig } from './config.ts'
import { OnDemandReader, renderReader } from './metrics-text.ts'
import { inRootContext } from './root-span-processor.ts'
import type { Running } from './running.ts'

/** Starts the SDK with our exporters and instrumentations. */
export function startSdk(config: TelemetryConfig): Running {
  const onDemand = new OnDemandReader()
  const agents = createAgents()
  const sdk = new NodeSDK({
    resource: resourceFromAttributes(describeService(config)),
    autoDetectResources: false,
    instrumentations: [instrumentPg(), instrumentFetch()],
    spanProcessors: spanProcessors(config, agents),
    metricReaders: [onDemand, ...metricReaders(config, agents)],
    logRecordProcessors: [],
  })
  sdk.start()
  return {
    renderMetrics: () => renderReader(onDemand),
    shutdown: () => sdk.shutdown(),
    giveUp: agents.destroy,
  }
}

function describeService({ service, version, resourceAttributes }: TelemetryConfig) {
  return {
    [attributes.serviceInstanceId]: crypto.randomUUID(),
    ...(version ? { [attributes.serviceVersion]: version } : {}),
    ...resourceAttributes,
    [attributes.serviceName]: service,
  }
}

function spanProcessors({ traces, batch }: TelemetryConfig, agents: Agents): SpanProcessor[] {
  if (traces === 'none') return []
  if (traces === 'console')
    return [queryFailureGuard, new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() })]
  const exporter = new OTLPTraceExporter({ httpAgentOptions: agents.create })
  return [queryFailureGuard, inRootContext(new BatchSpanProcessor({ exporter, ...batch }))]
}

function metricReaders(
  { metrics, metricIntervalMs }: TelemetryConfig,
  agents: Agents,
): IMetricReader[] {
  if (metrics === 'none') return []
  const exporter = new OTLPMetricExporter({ httpAgentOptions: agents.create })
  return [
    new PeriodicExportingMetricReader({
      exporter,
      exportIntervalMillis: metricIntervalMs,
      exportTimeoutMillis: Math.min(metricIntervalMs, 10_000),
    }),
  ]
}

type Agents = {
  create(protocol: string): HttpAgent
  destroy(): void
}

// The exporters' connections are ours, so that a collector that hangs can be hung up on.
function createAgents(): Agents {
  const created: HttpAgent[] = []
  return {
    create(protocol) {
      const agent =
        protocol === 'https:'
          ? new HttpsAgent({ keepAlive: true })
          : new HttpAgent({ keepAlive: true })
      created.push(agent)
      return agent
    },
    destroy() {
      for (const agent of created) agent.destroy()
    },
  }
}
