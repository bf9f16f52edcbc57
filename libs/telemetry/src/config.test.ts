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
    OTEL_RESOURCE_ATTRIBUTES: '=x,,broken,k=%E0%A4%A',
  })

  expect(config).toMatchObject({ traces: 'otlp', metrics: 'none' })
  expect(config.faults).toHaveLength(3)
  expect(config.resourceAttributes).toEqual({ k: '%E0%A4%A' })
})
