import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { expect, test } from 'vitest'
import { createStoreExporter, findSpan, SpanStore } from '../index.ts'

test('a span is in the store as soon as it has ended', () => {
  const store = new SpanStore()
  const exporter = createStoreExporter(store)
  const spanProcessors = [new SimpleSpanProcessor({ exporter })]
  const tracer = new TracerProvider({ spanProcessors }).getTracer('tailspan')

  const span = tracer.startSpan('drain')
  const before = store.spans()
  span.end()

  expect(before).toEqual([])
  expect(findSpan(store, 'drain INTERNAL').spanId).toBe(span.spanContext().spanId)
})

test('after shutdown nothing is taken, and the processor is told', async () => {
  const store = new SpanStore()
  const exporter = createStoreExporter(store)
  await exporter.shutdown()

  const result = await new Promise((resolve) => {
    exporter.export([], resolve)
  })

  expect(result).toEqual({ code: 1 })
})
