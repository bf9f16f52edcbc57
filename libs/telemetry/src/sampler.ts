import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace'
import type { TelemetryConfig } from './config.ts'

const parentBased = 'parentbased_'

/** Which traces are recorded, as OTEL_TRACES_SAMPLER says. */
export function createSampler({ name, ratio }: TelemetryConfig['sampler']): Sampler {
  if (name.startsWith(parentBased))
    return new ParentBasedSampler({ root: createRoot(name.slice(parentBased.length), ratio) })
  return createRoot(name, ratio)
}

function createRoot(name: string, ratio: number): Sampler {
  if (name === 'traceidratio') return new TraceIdRatioBasedSampler(ratio)
  return name === 'always_off' ? new AlwaysOffSampler() : new AlwaysOnSampler()
}
