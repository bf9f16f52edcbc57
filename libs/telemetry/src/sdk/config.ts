import { readFileSync } from 'node:fs'

/** What the environment says about telemetry; the SDK reads the other OTEL_* variables itself. */
export type TelemetryConfig = {
  readonly disabled: boolean
  readonly service: string
  readonly version: string | undefined
  readonly resourceAttributes: Readonly<Record<string, string>>
  readonly traces: 'otlp' | 'console' | 'none'
  readonly metrics: 'otlp' | 'none'
  readonly batch: {
    readonly maxQueueSize: number
    readonly maxExportBatchSize: number
    readonly scheduledDelayMillis: number
  }
  readonly metricIntervalMs: number
  readonly faults: readonly string[]
}

type Env = Readonly<Record<string, string | undefined>>

/**
 * Reads the OTEL_* settings.
 *
 * repeats: never throws: a wrong value is named in `faults` and its default holds, as the
 *          OpenTelemetry specification asks
 */
export function readTelemetryConfig(env: Env = process.env): TelemetryConfig {
  const faults: string[] = []
  const number = (variable: string, fallback: number) => positive(env, faults, [variable, fallback])
  const said = readResourceAttributes(env.OTEL_RESOURCE_ATTRIBUTES)
  const ours = readPackage()
  checkProtocol(env, faults)
  return {
    disabled: env.OTEL_SDK_DISABLED?.toLowerCase() === 'true',
    service: env.OTEL_SERVICE_NAME || said['service.name'] || ours.name || 'unknown_service:node',
    version: said['service.version'] ?? ours.version,
    resourceAttributes: said,
    traces: oneOf(env, faults, ['OTEL_TRACES_EXPORTER', 'otlp', 'console', 'none'] as const),
    metrics: oneOf(env, faults, ['OTEL_METRICS_EXPORTER', 'none', 'otlp'] as const),
    // 20,000 spans/s fill the SDK's default queue of 2,048 in 100 ms.
    batch: {
      maxQueueSize: number('OTEL_BSP_MAX_QUEUE_SIZE', 16_384),
      maxExportBatchSize: number('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 2_048),
      scheduledDelayMillis: number('OTEL_BSP_SCHEDULE_DELAY', 1_000),
    },
    metricIntervalMs: number('OTEL_METRIC_EXPORT_INTERVAL', 15_000),
    faults,
  }
}

function oneOf<T extends string>(
  env: Env,
  faults: string[],
  [variable, fallback, ...others]: readonly [string, T, ...T[]],
): T {
  const value = env[variable] || fallback
  const found = [fallback, ...others].find((word) => word === value)
  if (!found) faults.push(`${variable} must be one of ${[fallback, ...others].join(', ')}`)
  return found ?? fallback
}

function positive(env: Env, faults: string[], [variable, fallback]: [string, number]): number {
  const text = env[variable]
  if (!text) return fallback
  if (Number(text) > 0) return Number(text)
  faults.push(`${variable} must be a number above 0`)
  return fallback
}

function checkProtocol(env: Env, faults: string[]): void {
  const protocol = env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL || env.OTEL_EXPORTER_OTLP_PROTOCOL
  if (protocol && protocol !== 'http/json') faults.push('OTEL_EXPORTER_OTLP_PROTOCOL is http/json')
}

function readResourceAttributes(text = ''): Record<string, string> {
  const pairs = text.split(',').flatMap((pair) => {
    const [key = '', value] = pair.split('=', 2)
    return key.trim() && value !== undefined ? [[key.trim(), decode(value.trim())] as const] : []
  })
  return Object.fromEntries(pairs)
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

function readPackage(): { name?: string | undefined; version?: string | undefined } {
  try {
    const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'))
    return { name: name?.replace(/^@[^/]+[/]/, ''), version }
  } catch {
    // A process outside a package folder is named by OTEL_SERVICE_NAME only.
    return {}
  }
}
