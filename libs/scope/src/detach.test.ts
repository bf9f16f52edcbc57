import {
  type Context,
  context,
  createContextKey,
  propagation,
  ROOT_CONTEXT,
  trace,
} from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { setRPCMetadata, suppressTracing } from '@opentelemetry/core'
import { TracerProvider } from '@opentelemetry/sdk-trace'
import { afterAll, expect, test } from 'vitest'
import {
  createScope,
  detach,
  rootScope,
  runIn,
  type Scope,
  untilAborted,
  withCancel,
  withContext,
  withTimeout,
} from './index.ts'

const foreignKey = createContextKey('foreign')
const tracer = new TracerProvider().getTracer('test')
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
afterAll(() => context.disable())

const traceIdOf = (scope: Scope) => trace.getSpanContext(scope.context)?.traceId
const shopOf = (scope: Scope) => propagation.getBaggage(scope.context)?.getEntry('shop')?.value

/** A request with everything that a real one carries: a live span, baggage, flags, foreign values. */
function givenRequest() {
  const span = tracer.startSpan('POST /orders')
  const baggage = propagation.createBaggage({ shop: { value: 'tea' } })
  const full = [
    (from: Context) => trace.setSpan(from, span),
    (from: Context) => propagation.setBaggage(from, baggage),
    (from: Context) => suppressTracing(from),
    (from: Context) => setRPCMetadata(from, { type: 'http' as never, span }),
    (from: Context) => from.setValue(foreignKey, { request: 'held' }),
  ].reduce((from, add) => add(from), ROOT_CONTEXT)
  return { span, baggage, request: withCancel(createScope({ context: full })) }
}

test('D1 a detached scope is not aborted, has no reason and no deadline', () => {
  using request = withTimeout(givenRequest().request.scope, 60_000)

  const detached = detach(request.scope)

  expect(request.scope.deadlineMs).toBeDefined()
  expect(detached.signal.aborted).toBe(false)
  expect(detached.signal.reason).toBeUndefined()
  expect(detached.deadlineMs).toBeUndefined()
})

test('D2 a scope detached after its parent was cancelled is alive, its values readable', () => {
  const { request, span } = givenRequest()
  request.cancel('client gone')

  const detached = detach(request.scope)

  expect(detached.signal.aborted).toBe(false)
  expect(traceIdOf(detached)).toBe(span.spanContext().traceId)
  expect(shopOf(detached)).toBe('tea')
})

test('D3 a detached scope ignores a later cancel of its parent, its values stay readable', () => {
  const { request, span } = givenRequest()
  const detached = detach(request.scope)

  request.cancel('client gone')

  expect(request.scope.signal.aborted).toBe(true)
  expect(detached.signal.aborted).toBe(false)
  expect(traceIdOf(detached)).toBe(span.spanContext().traceId)
  expect(shopOf(detached)).toBe('tea')
})

test('D4 a detached scope ignores that the time of its parent is over', async () => {
  const { request, span } = givenRequest()
  using limited = withTimeout(request.scope, 1)
  const before = detach(limited.scope)

  await untilAborted(limited.scope.signal)

  for (const detached of [before, detach(limited.scope)]) {
    expect(detached.signal.aborted).toBe(false)
    expect(detached.deadlineMs).toBeUndefined()
    expect(traceIdOf(detached)).toBe(span.spanContext().traceId)
    expect(shopOf(detached)).toBe('tea')
  }
})

test('D5 trace id, parent span id and baggage survive detaching, and nothing else does', () => {
  const { request, span, baggage } = givenRequest()

  const { context: kept } = detach(request.scope)

  expect(trace.getSpanContext(kept)).toEqual(span.spanContext())
  expect(propagation.getBaggage(kept)).toEqual(baggage)
  const keys = keysOf(request.scope.context)
  expect(keys).toHaveLength(5)
  expect(keys.filter((key) => kept.getValue(key) !== undefined)).toEqual([keys[0], keys[1]])
})

test('D5 the live span stays behind: the one in a detached scope records nothing', () => {
  const { request, span } = givenRequest()

  const { context: kept } = detach(request.scope)

  expect(trace.getSpan(kept)).not.toBe(span)
  expect(trace.getSpan(kept)?.isRecording()).toBe(false)
})

test('D5 a value set on the detached context is not seen by the parent', () => {
  const { request } = givenRequest()
  const detached = detach(request.scope)

  const changed = withContext(detached, detached.context.setValue(foreignKey, 'new'))

  expect(changed.context.getValue(foreignKey)).toBe('new')
  expect(detached.context.getValue(foreignKey)).toBeUndefined()
  expect(request.scope.context.getValue(foreignKey)).toEqual({ request: 'held' })
})

test('D5 a detached scope of no trace and no baggage is as empty as the root', () => {
  const { context: kept } = detach(createScope({ context: ROOT_CONTEXT.setValue(foreignKey, 1) }))

  expect(kept.getValue(foreignKey)).toBeUndefined()
  expect(trace.getSpan(kept)).toBeUndefined()
  expect(propagation.getBaggage(kept)).toBeUndefined()
})

test('D5 the active context inside a detached scope is the kept one', () => {
  const { request, span } = givenRequest()

  const active = runIn(detach(request.scope), () => context.active())

  expect(trace.getSpanContext(active)?.spanId).toBe(span.spanContext().spanId)
  expect(active.getValue(foreignKey)).toBeUndefined()
})

test('D6 a timeout under a detached scope fires though the parent was cancelled long ago', async () => {
  const { request } = givenRequest()
  request.cancel('client gone')
  using work = withTimeout(detach(request.scope), 1)

  await untilAborted(work.scope.signal)

  expect(work.scope.signal.reason).toMatchObject({ name: 'TimeoutError', code: 'timeout' })
})

test('D7 cancelling a child of a detached scope leaves the parents alone', () => {
  const { request } = givenRequest()
  const detached = detach(request.scope)
  const child = withCancel(detached)

  child.cancel('enough')

  expect(child.scope.signal.reason).toBe('enough')
  expect(detached.signal.aborted).toBe(false)
  expect(request.scope.signal.aborted).toBe(false)
})

test('D7 detaching twice is detaching once', () => {
  const { request } = givenRequest()
  const once = detach(request.scope)

  const twice = detach(once)

  for (const key of keysOf(request.scope.context)) {
    expect(twice.context.getValue(key)).toEqual(once.context.getValue(key))
  }
  expect(twice.signal.aborted).toBe(false)
  expect(twice.deadlineMs).toBeUndefined()
})

test('D7 every detached scope has a signal of its own', () => {
  const { request } = givenRequest()

  const signals = new Set(
    [rootScope, detach(request.scope), detach(request.scope)].map((s) => s.signal),
  )

  expect(signals.size).toBe(3)
})

// There is no public way to list a context, and "nothing else" can be said of a list only.
function keysOf(full: Context): symbol[] {
  const values: Map<symbol, unknown> = Reflect.get(full, '_currentContext')
  return [...values.keys()]
}
