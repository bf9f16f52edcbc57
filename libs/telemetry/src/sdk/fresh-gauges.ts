import {
  AggregationTemporality,
  type AggregationTemporalitySelector,
  InstrumentType,
} from '@opentelemetry/sdk-metrics'

const gauges: ReadonlySet<InstrumentType> = new Set([
  InstrumentType.GAUGE,
  InstrumentType.OBSERVABLE_GAUGE,
])

/**
 * Lets a gauge show what was observed now and nothing else.
 *
 * A gauge has no temporality; but with a cumulative one the SDK repeats each series that it has ever seen, and the
 * lag of a partition that another instance owns by now would stay as it was until this one ends.
 */
export function withFreshGauges(
  select: AggregationTemporalitySelector = () => AggregationTemporality.CUMULATIVE,
): AggregationTemporalitySelector {
  return (type) => (gauges.has(type) ? AggregationTemporality.DELTA : select(type))
}
