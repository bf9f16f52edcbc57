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
  expect(readTelemetryConfig({})).toMatchObject({
    traces: 'otlp',
    metrics: 'none',
    disabled: false,
  })
  expect(
    readTelemetryConfig({
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_SDK_DISABLED: 'TRUE',
    }),
  ).toMatchObject({ traces: 'none', metrics: 'otlp', disabled: true })
})

test('wrong values are all named and their defaults hold', () => {
  const config = readTelemetryConfig({
    OTEL_TRACES_EXPORTER: 'zipkin',
    OTEL_METRICS_EXPORTER: 'prometheus',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    OTEL_BSP_SCHEDULE_DELAY: 'soon',
    OTEL_RESOURCE_ATTRIBUTES: '=x,,broken,k=%E0%A4%A',
  })

  expect(config).toMatchObject({ traces: 'otlp', metrics: 'none' })
  expect(config.batch.scheduledDelayMillis).toBe(1_000)
  expect(config.faults).toHaveLength(4)
  expect(config.resourceAttributes).toEqual({ k: '%E0%A4%A' })
})

test('the queue of spans is large unless somebody says otherwise', () => {
  const said = { OTEL_BSP_MAX_QUEUE_SIZE: '64', OTEL_BSP_SCHEDULE_DELAY: '50' }

  expect(readTelemetryConfig({}).batch).toEqual({
    maxQueueSize: 16_384,
    maxExportBatchSize: 2_048,
    scheduledDelayMillis: 1_000,
  })
  expect(readTelemetryConfig(said).batch).toMatchObject({
    maxQueueSize: 64,
    scheduledDelayMillis: 50,
  })
})
