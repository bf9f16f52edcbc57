import {
  defaultPropagators,
  type PropagatorName,
  propagatorNames,
} from '../propagation/create-propagator.ts'
import { type Env, EnvReader } from './env-reader.ts'
import { type OtlpConfig, readOtlpConfig, type Signal } from './otlp-config.ts'
import { type Resource, readResource } from './resource.ts'

/** Where a signal goes. */
export type Target = 'otlp' | 'console'

/** What the environment says about telemetry; the SDK reads the other OTEL_* variables itself. */
export type TelemetryConfig = Resource & {
  readonly disabled: boolean
  readonly propagators: readonly PropagatorName[]
  readonly traces: readonly Target[]
  readonly metrics: readonly Target[]
  readonly otlp: Readonly<Partial<Record<Signal, OtlpConfig>>>
  readonly batch: BatchConfig
  readonly metricIntervalMs: number
  readonly metricTimeoutMs: number
  /** Settings that are ignored. */
  readonly faults: readonly string[]
  /** Settings that can never work. */
  readonly wrong: readonly string[]
}

type BatchConfig = {
  readonly maxQueueSize: number
  readonly maxExportBatchSize: number
  readonly scheduledDelayMillis: number
  readonly exportTimeoutMillis: number
}

const targets = ['otlp', 'console'] as const

/**
 * Reads the OTEL_* settings.
 *
 * shape:   a value that is unknown or out of range is named in `faults` and its default holds, as the
 *          OpenTelemetry specification asks; in `wrong` is what no collector could be reached with
 * repeats: never throws
 */
export function readTelemetryConfig(variables: Env = process.env): TelemetryConfig {
  const env = new EnvReader(variables)
  const disabled = env.flag('OTEL_SDK_DISABLED')
  const traces = env.list('OTEL_TRACES_EXPORTER', targets, ['otlp'])
  const metrics = env.list('OTEL_METRICS_EXPORTER', targets, [])
  const wrong = new Set<string>()
  const otlp = (signal: Signal, to: readonly Target[]) =>
    !disabled && to.includes('otlp')
      ? { [signal]: readOtlpConfig(env, signal, (sentence) => wrong.add(sentence)) }
      : {}
  const metricIntervalMs = env.whole('OTEL_METRIC_EXPORT_INTERVAL', 15_000)
  const config = {
    ...readResource(env.text('OTEL_SERVICE_NAME'), env.text('OTEL_RESOURCE_ATTRIBUTES')),
    disabled,
    propagators: env.list('OTEL_PROPAGATORS', propagatorNames, defaultPropagators),
    traces,
    metrics,
    otlp: { ...otlp('TRACES', traces), ...otlp('METRICS', metrics) },
    batch: readBatch(env),
    metricIntervalMs,
    // Not longer than the interval: the SDK refuses to start otherwise.
    metricTimeoutMs: Math.min(env.whole('OTEL_METRIC_EXPORT_TIMEOUT', 10_000), metricIntervalMs),
  }
  return { ...config, faults: env.faults, wrong: [...wrong] }
}

// 20,000 spans/s fill the SDK's default queue of 2,048 in 100 ms.
function readBatch(env: EnvReader): BatchConfig {
  return {
    maxQueueSize: env.whole('OTEL_BSP_MAX_QUEUE_SIZE', 16_384),
    maxExportBatchSize: env.whole('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 2_048),
    scheduledDelayMillis: env.whole('OTEL_BSP_SCHEDULE_DELAY', 1_000),
    exportTimeoutMillis: env.whole('OTEL_BSP_EXPORT_TIMEOUT', 30_000),
  }
}
