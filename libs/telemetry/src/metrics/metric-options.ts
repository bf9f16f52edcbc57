import type { MetricOptions } from '@opentelemetry/api'
import { metricTable } from './metric-table.ts'

// Those that the semantic conventions ask for, and 0.3: an objective can be measured only at a boundary.
const ofRequests = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.3, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

// From an idle system to an outage of an hour.
const ofDelays = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3_600]

const delays: ReadonlySet<string> = new Set(['eventEffectDelay', 'mailDelay'])

/**
 * Unit, description and boundaries of a metric, for the call that creates its instrument.
 *
 * shape: without boundaries the SDK takes its own, which are made for milliseconds
 */
export function metricOptions(metric: keyof typeof metricTable): MetricOptions {
  const [, instrument, unit, description] = metricTable[metric]
  if (instrument !== 'histogram') return { unit, description }
  const explicitBucketBoundaries = delays.has(metric) ? ofDelays : ofRequests
  return { unit, description, advice: { explicitBucketBoundaries } }
}
