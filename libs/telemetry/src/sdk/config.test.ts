import { expect, test } from 'vitest'
import { readTelemetryConfig } from './config.ts'

test('the service is named by OTEL_SERVICE_NAME, then by its resource attributes', () => {
  const attributes = 'service.name=second,service.version=1.2.3,deployment.environment.name=a%20b'
  const env = { OTEL_RESOURCE_ATTRIBUTES: attributes }

  const named = readTelemetryConfig({ ...env, OTEL_SERVICE_NAME: 'first' })
  const unnamed = readTelemetryConfig(env)

  expect(named).toMatchObject({ service: 'first', version: '1.2.3', faults: [] })
  expect(unnamed).toMatchObject({
    service: 'second',
    resourceAttributes: { 'deployment.environment.name': 'a b' },
  })
})

test('traces go out by OTLP, metrics only when asked for', () => {
  expect(readTelemetryConfig({})).toMatchObject({ traces: ['otlp'], metrics: [], disabled: false })
  expect(
    readTelemetryConfig({
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_METRICS_EXPORTER: 'otlp, Console',
      OTEL_SDK_DISABLED: 'TRUE',
    }),
  ).toMatchObject({ traces: [], metrics: ['otlp', 'console'], disabled: true, faults: [] })
})

test('wrong values are all named and their defaults hold', () => {
  const config = readTelemetryConfig({
    OTEL_SDK_DISABLED: 'yes',
    OTEL_TRACES_EXPORTER: 'zipkin',
    OTEL_METRICS_EXPORTER: 'prometheus',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: 'zstd',
    OTEL_EXPORTER_OTLP_TIMEOUT: '10s',
    OTEL_BSP_SCHEDULE_DELAY: 'soon',
    OTEL_BSP_MAX_QUEUE_SIZE: '0',
    OTEL_RESOURCE_ATTRIBUTES: '=x,,broken,k=%E0%A4%A',
  })

  expect(config).toMatchObject({ traces: ['otlp'], metrics: [], disabled: false, wrong: [] })
  expect(config.otlp.TRACES?.protocol).toBe('http/json')
  expect(config.batch).toMatchObject({ scheduledDelayMillis: 1_000, maxQueueSize: 16_384 })
  expect(config.faults.map((fault) => fault.split(' ')[0]).sort()).toEqual([
    'OTEL_BSP_MAX_QUEUE_SIZE',
    'OTEL_BSP_SCHEDULE_DELAY',
    'OTEL_EXPORTER_OTLP_PROTOCOL',
    'OTEL_EXPORTER_OTLP_TIMEOUT',
    'OTEL_EXPORTER_OTLP_TRACES_COMPRESSION',
    'OTEL_METRICS_EXPORTER',
    'OTEL_SDK_DISABLED',
    'OTEL_TRACES_EXPORTER',
  ])
  expect(config.resourceAttributes).toEqual({ k: '%E0%A4%A' })
})

test('L6 a time that no timer can hold is refused: it would be over at once', () => {
  const config = readTelemetryConfig({ OTEL_METRIC_EXPORT_INTERVAL: '2147483648' })

  expect(config.metricIntervalMs).toBe(15_000)
  expect(config.faults).toHaveLength(1)
})

const propagators: [text: string, names: string[], faults: number][] = [
  ['', ['tracecontext', 'baggage'], 0],
  ['b3', ['b3'], 0],
  [' B3multi , baggage,baggage', ['b3multi', 'baggage'], 0],
  ['none', [], 0],
  ['none,b3', [], 1],
  ['b3,jaeger', ['b3'], 1],
  ['xray', ['tracecontext', 'baggage'], 1],
  ['ottrace,constructor', ['tracecontext', 'baggage'], 1],
]

test.each(propagators)('Q1 OTEL_PROPAGATORS=%j is %j, with %i warnings', (text, names, faults) => {
  const config = readTelemetryConfig({ OTEL_PROPAGATORS: text })

  expect(config.propagators).toEqual(names)
  expect(config.faults).toHaveLength(faults)
})

test('the queue of spans is large unless somebody says otherwise', () => {
  const said = { OTEL_BSP_MAX_QUEUE_SIZE: '64', OTEL_BSP_SCHEDULE_DELAY: '50' }

  expect(readTelemetryConfig({}).batch).toEqual({
    maxQueueSize: 16_384,
    maxExportBatchSize: 2_048,
    scheduledDelayMillis: 1_000,
    exportTimeoutMillis: 30_000,
  })
  expect(readTelemetryConfig(said).batch).toMatchObject({
    maxQueueSize: 64,
    scheduledDelayMillis: 50,
  })
})
