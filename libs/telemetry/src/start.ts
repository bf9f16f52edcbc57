import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import {
  context,
  DiagConsoleLogger,
  DiagLogLevel,
  diag,
  metrics,
  propagation,
  trace,
} from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  CompositePropagator,
  diagLogLevelFromString,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from '@opentelemetry/core'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources'
import {
  type IMetricReader,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import {
  BatchSpanProcessor,
  ConsoleSpanExporter,
  SimpleSpanProcessor,
  type SpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import type { TelemetryConfig } from './config.ts'
import { instrumentFetch } from './fetch-spans.ts'
import { OnDemandReader, renderReader } from './metrics-text.ts'
import { attributes } from './names.ts'
import { instrumentPg, queryFailureGuard } from './query-spans.ts'
import { inRootContext } from './root-span-processor.ts'
import type { Running } from './running.ts'
import { createSampler } from './sampler.ts'

const propagators = {
  tracecontext: () => new W3CTraceContextPropagator(),
  baggage: () => new W3CBaggagePropagator(),
}

/**
 * Starts the SDK with our exporters and instrumentations, part by part: the package that does it all loads
 * every exporter there is, 8 MB in each process and a tenth of a second at each start.
 */
export function startSdk(config: TelemetryConfig): Running {
  const { sdkLogLevel } = config
  if (sdkLogLevel)
    diag.setLogger(new DiagConsoleLogger(), {
      logLevel: diagLogLevelFromString(sdkLogLevel) ?? DiagLogLevel.INFO,
    })
  const onDemand = new OnDemandReader()
  const agents = createAgents()
  const resource = resourceFromAttributes(describeService(config))
  const meters = new MeterProvider({
    resource,
    readers: [onDemand, ...metricReaders(config, agents)],
  })
  const tracers = createTracers(config, {
    resource,
    spanProcessors: spanProcessors(config, agents),
  })
  setPropagation(config)
  metrics.setGlobalMeterProvider(meters)
  if (tracers) trace.setGlobalTracerProvider(tracers)
  for (const one of [instrumentPg(), instrumentFetch()]) one.setMeterProvider(meters)
  return {
    renderMetrics: () => renderReader(onDemand),
    shutdown: async () => void (await Promise.all([tracers?.shutdown(), meters.shutdown()])),
    giveUp: agents.destroy,
  }
}

type TracersNeeds = { readonly resource: Resource; readonly spanProcessors: SpanProcessor[] }

function createTracers({ sampler }: TelemetryConfig, { resource, spanProcessors }: TracersNeeds) {
  if (spanProcessors.length === 0) return undefined
  return new TracerProvider({ resource, spanProcessors, sampler: createSampler(sampler) })
}

function setPropagation({ propagators: names }: TelemetryConfig): void {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  const chosen = names.map((name) => propagators[name]())
  propagation.setGlobalPropagator(new CompositePropagator({ propagators: chosen }))
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
