import { context, diag, propagation } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { NodeSDK } from '@opentelemetry/sdk-node'
import { observeProcess } from '../metrics/process-metrics.ts'
import { attributes } from '../names.ts'
import { createPropagator } from '../propagation/create-propagator.ts'
import { instrumentFetch } from '../spans/fetch-spans.ts'
import { instrumentPg, queryFailureGuard } from '../spans/query-spans.ts'
import { meter } from '../spans/tracer.ts'
import type { TelemetryConfig } from './config.ts'
import { createExporters } from './exporters.ts'
import { OnDemandReader, renderReader } from './metrics-text.ts'
import type { Running } from './running.ts'

/** Starts the SDK with our exporters and instrumentations. */
export function startSdk(config: TelemetryConfig): Running {
  const onDemand = new OnDemandReader()
  const exporters = createExporters(config)
  const guards = config.traces.length > 0 ? [queryFailureGuard] : []
  const sdk = new NodeSDK({
    resource: resourceFromAttributes(describeService(config)),
    autoDetectResources: false,
    textMapPropagator: createPropagator(config.propagators),
    instrumentations: [instrumentPg(), instrumentFetch()],
    spanProcessors: [...guards, ...exporters.spanProcessors],
    metricReaders: [onDemand, ...exporters.metricReaders],
    logRecordProcessors: [],
  })
  sdk.start()
  observeProcess(meter, config.metricIntervalMs)
  return {
    renderMetrics: () => renderReader(onDemand),
    metricIntervalMs: config.metricIntervalMs,
    shutdown: () =>
      shutDownAll([...exporters.spanProcessors, onDemand, ...exporters.metricReaders]),
    giveUp: exporters.destroy,
  }
}

/**
 * What is left of it with OTEL_SDK_DISABLED: nothing is recorded, and contexts still go from hop to hop.
 *
 * The API's own tracer does the rest: a span that it starts is the caller's span context once more.
 */
export function startPropagation({ propagators }: TelemetryConfig): void {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(createPropagator(propagators))
  instrumentFetch()
}

// Not sdk.shutdown(): it ends with the first that fails, and the others' last export would be cut.
async function shutDownAll(parts: readonly { shutdown(): Promise<void> }[]): Promise<void> {
  const ends = await Promise.allSettled(parts.map((part) => part.shutdown()))
  for (const end of ends) if (end.status === 'rejected') diag.error('last export', end.reason)
}

function describeService({ service, version, resourceAttributes }: TelemetryConfig) {
  return {
    [attributes.serviceInstanceId]: crypto.randomUUID(),
    ...(version ? { [attributes.serviceVersion]: version } : {}),
    ...resourceAttributes,
    [attributes.serviceName]: service,
  }
}
