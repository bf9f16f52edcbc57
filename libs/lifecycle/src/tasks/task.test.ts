import { setImmediate as turn } from 'node:timers/promises'
import { context, propagation, ROOT_CONTEXT, type Span, SpanKind, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import { createScope, rootScope, type Scope } from '@tailspan/scope'
import { expect, test } from 'vitest'
import { createTaskRegistry, type TaskRegistryOptions } from '../index.ts'

const exporter = new InMemorySpanExporter()
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] })
trace.setGlobalTracerProvider(provider)
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
const tracer = provider.getTracer('test')

const createRegistry = (options: Partial<TaskRegistryOptions> = {}) =>
  createTaskRegistry({ maxRunning: 10, maxQueued: 10, ...options })

function givenRequest() {
  const span = tracer.startSpan('POST /orders', { kind: SpanKind.SERVER })
  const traced = trace.setSpan(ROOT_CONTEXT, span)
  const baggage = propagation.createBaggage({ shop: { value: 'tea' } })
  return { span, scope: createScope({ context: propagation.setBaggage(traced, baggage) }) }
}

const finishedSpans = (of: Span) =>
  exporter
    .getFinishedSpans()
    .filter((span) => span.spanContext().traceId === of.spanContext().traceId)

function endNs(span: ReadableSpan | undefined): bigint {
  const [seconds, nanoseconds] = span?.endTime ?? [0, 0]
  return BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds)
}

const shopOf = (scope: Scope) => propagation.getBaggage(scope.context)?.getEntry('shop')?.value

test('B13 a task’s span is a child of the server span that outlives it, marked as detached', async () => {
  const { span, scope } = givenRequest()
  const registry = createRegistry()
  // The clocks of two spans agree to a millisecond only.
  const outlive = () => new Promise((resolve) => setTimeout(resolve, 10))

  registry.run('publish order', 1, outlive, { scope })
  span.end()
  await registry.drain()

  const [server, task] = finishedSpans(span)
  expect(server?.name).toBe('POST /orders')
  expect(task).toMatchObject({
    name: 'publish order',
    kind: SpanKind.INTERNAL,
    attributes: { 'tailspan.detached': true },
    parentSpanContext: { spanId: span.spanContext().spanId },
    status: { code: 0 },
  })
  expect(endNs(task)).toBeGreaterThan(endNs(server))
})

test('B13 the task sees its own span as the active one, and the baggage of the request', async () => {
  const { span, scope } = givenRequest()
  const registry = createRegistry()
  const seen: unknown[] = []

  registry.run(
    'publish',
    1,
    async (_data, own) => {
      await turn()
      const active = trace.getSpanContext(context.active())
      seen.push(active?.spanId, trace.getSpanContext(own.context)?.spanId, shopOf(own))
      tracer.startSpan('create orders').end()
    },
    { scope },
  )
  await registry.drain()

  const [create, task] = finishedSpans(span)
  const taskSpanId = task?.spanContext().spanId
  expect(seen).toEqual([taskSpanId, taskSpanId, 'tea'])
  expect(create?.parentSpanContext?.spanId).toBe(taskSpanId)
})

test('B13 work that makes its own span gets none, and its span is a child of the request’s', async () => {
  const { span, scope } = givenRequest()
  const registry = createRegistry()

  const send = async () => tracer.startSpan('send orders').end()
  registry.run('publish', 1, send, { scope, span: 'none' })
  await registry.drain()

  const [own, ...others] = finishedSpans(span)
  expect(own).toMatchObject({ name: 'send orders' })
  expect(own?.parentSpanContext?.spanId).toBe(span.spanContext().spanId)
  expect(others).toEqual([])
})

test('B13 a nested task’s span is a child of the task that started it', async () => {
  const { span, scope } = givenRequest()
  const registry = createRegistry()

  registry.run(
    'outer',
    1,
    async (_data, own) => registry.run('inner', 2, async () => {}, { scope: own }),
    { scope },
  )
  await registry.drain()

  const spans = Object.fromEntries(finishedSpans(span).map((finished) => [finished.name, finished]))
  expect(spans.inner?.parentSpanContext?.spanId).toBe(spans.outer?.spanContext().spanId)
})

test('an error is recorded on the span with its code', async () => {
  const { span, scope } = givenRequest()
  const registry = createRegistry()
  const broken = Object.assign(new Error('broker gone'), { code: 'broker-unavailable' })

  registry.run('publish', 1, () => Promise.reject(broken), { scope })
  await registry.drain()

  const [task] = finishedSpans(span)
  expect(task?.status.code).toBe(2)
  expect(task?.attributes['error.type']).toBe('broker-unavailable')
  expect(task?.events[0]?.attributes).toMatchObject({ 'exception.message': 'broker gone' })
})

test.each([
  ['timed out', 1, 'overdue', 'task-timeout'],
  ['was abandoned', 60_000, 'running', 'abandoned'],
])('a task that %s and never ends still has an ended span', async (...row) => {
  const [, taskTimeoutMs, state, errorType] = row
  const { span, scope } = givenRequest()
  const registry = createRegistry({ taskTimeoutMs })
  registry.run('deaf', 1, () => new Promise(() => {}), { scope })

  await expect.poll(() => registry.pending()[0]?.state).toBe(state)
  await registry.drain({ timeoutMs: 1, graceMs: 1 })

  const [task] = finishedSpans(span)
  expect(task?.attributes['error.type']).toBe(errorType)
})

test('what is abandoned is named with its trace', async () => {
  const { span, scope } = givenRequest()
  const registry = createRegistry()
  registry.run('deaf', 1, () => new Promise(() => {}), { scope })
  const { traceId } = span.spanContext()

  expect(registry.pending()).toMatchObject([{ name: 'deaf', traceId }])
  const { abandoned } = await registry.drain({ timeoutMs: 1, graceMs: 1 })

  expect(abandoned).toEqual([{ name: 'deaf', traceId }])
})

test('an error is logged in the task’s context, so that the line gets its trace id', async () => {
  const { span, scope } = givenRequest()
  const traces: unknown[] = []
  const error = () => traces.push(trace.getSpanContext(context.active())?.traceId)
  const registry = createRegistry({ log: { info() {}, warn() {}, error } })

  registry.run('publish', 1, () => Promise.reject(new Error('no')), { scope })
  await registry.drain()

  expect(traces).toEqual([span.spanContext().traceId])
})

test('a request that is not sampled has tasks that are not sampled', async () => {
  const unsampled = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), traceFlags: 0 }
  const scope = createScope({ context: trace.setSpanContext(ROOT_CONTEXT, unsampled) })
  const registry = createRegistry()
  const seen: unknown[] = []

  registry.run('publish', 1, async (_data, own) => seen.push(trace.getSpanContext(own.context)), {
    scope,
  })
  await registry.drain()

  expect(seen).toMatchObject([{ traceId: unsampled.traceId, traceFlags: 0 }])
})

test('without a request a task starts a trace of its own', async () => {
  const registry = createRegistry()
  const seen: unknown[] = []

  registry.run(
    'sweep',
    1,
    async (_data, own) => seen.push(trace.getSpan(own.context)?.isRecording()),
    {
      scope: rootScope,
    },
  )
  await registry.drain()

  expect(seen).toEqual([true])
})
