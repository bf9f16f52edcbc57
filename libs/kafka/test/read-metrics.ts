import { metrics } from '@opentelemetry/api'
import {
  AggregationTemporality,
  InstrumentType,
  MeterProvider,
  MetricReader,
} from '@opentelemetry/sdk-metrics'

class Reader extends MetricReader {
  protected async onForceFlush(): Promise<void> {}
  protected async onShutdown(): Promise<void> {}
}

// As telemetry sets it: a gauge shows what was observed now.
const temporality = (type: InstrumentType) =>
  type === InstrumentType.OBSERVABLE_GAUGE
    ? AggregationTemporality.DELTA
    : AggregationTemporality.CUMULATIVE
const reader = new Reader({ aggregationTemporalitySelector: temporality })
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }))

type Point = { readonly labels: Readonly<Record<string, unknown>>; readonly value: number }

/** What a metric shows for one group now; of a histogram the count. Nothing may fail on the way. */
export async function readMetric(name: string, groupId: string): Promise<readonly Point[]> {
  const { resourceMetrics, errors } = await reader.collect()
  if (errors.length > 0) throw new AggregateError(errors, 'metrics could not be collected')
  const all = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics)
  const points = all.find(({ descriptor }) => descriptor.name === name)?.dataPoints ?? []
  return points
    .map(({ attributes, value }) => ({
      labels: attributes,
      value: typeof value === 'number' ? value : value.count,
    }))
    .filter(({ labels }) => labels['messaging.consumer.group.name'] === groupId)
}

/** The lag of a group by partition. */
export async function readLag(groupId: string): Promise<Readonly<Record<string, number>>> {
  const points = await readMetric('tailspan.consumer.lag', groupId)
  return Object.fromEntries(
    points.map(({ labels, value }) => [labels['messaging.destination.partition.id'], value]),
  )
}

/** How long the first record waits that a group has not finished, in seconds; of all its partitions. */
export async function readAge(groupId: string): Promise<number> {
  const points = await readMetric('tailspan.consumer.oldest_age', groupId)
  return Math.max(...points.map(({ value }) => value))
}
