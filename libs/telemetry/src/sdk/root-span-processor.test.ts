import { AsyncLocalStorage } from 'node:async_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { ExportResultCode } from '@opentelemetry/core'
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace'
import { expect, test, vi } from 'vitest'
import { inRootContext } from './root-span-processor.ts'

const requests = new AsyncLocalStorage<object>()

/** An exporter that remembers in which request it was called, as the socket of a real one does. */
function openProvider() {
  const calledIn: unknown[] = []
  const exporter: SpanExporter = {
    export(_, done) {
      calledIn.push(requests.getStore())
      done({ code: ExportResultCode.SUCCESS })
    },
    shutdown: async () => {},
  }
  const batch = new BatchSpanProcessor({ exporter, maxExportBatchSize: 2, scheduledDelayMillis: 5 })
  const provider = new TracerProvider({ spanProcessors: [inRootContext(batch)] })
  return { calledIn, provider, tracer: provider.getTracer('test') }
}

test('D12 neither the exporter nor its timer keeps the request alive whose span was first', async () => {
  const { calledIn, provider, tracer } = openProvider()
  const first = requests.run({ id: 1 }, () => {
    tracer.startSpan('POST /orders').end()
    return new WeakRef(requests.getStore() as object)
  })

  await requests.run({ id: 2 }, async () => {
    for (let count = 0; count < 5; count += 1) tracer.startSpan('POST /orders').end()
    await provider.forceFlush()
  })

  expect(calledIn.length).toBeGreaterThan(0)
  expect(calledIn.filter(Boolean)).toEqual([])
  await vi.waitFor(() => {
    collectGarbage()
    expect(first.deref() === undefined).toBe(true)
  }, 30_000)
})

function collectGarbage(): void {
  setFlagsFromString('--expose_gc')
  ;(runInNewContext('gc') as () => void)()
}
