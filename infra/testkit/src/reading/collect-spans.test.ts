import { expect, test } from 'vitest'
import { collectSpans, eventually } from '../index.ts'

test('spans sent to the endpoint of the environment are collected', async () => {
  await using spans = await collectSpans()
  const traceId = 'a'.repeat(32)
  const span = {
    traceId,
    spanId: 'b'.repeat(16),
    name: 'POST /orders',
    kind: 2,
    startTimeUnixNano: '1000',
    endTimeUnixNano: '2000',
  }

  await fetch(`${spans.environment.OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
  })

  const names = await eventually(() => spans.store.spans().map(({ name }) => name))
  expect(names).toEqual(['POST /orders'])
})
