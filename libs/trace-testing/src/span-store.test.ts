import { expect, test } from 'vitest'
import { sketchSpan, sketchTrace, spanIdOf } from '../test/sample-trace.ts'
import { SpanStore, TraceTimeout } from './index.ts'

const [traceA, traceB, traceC] = ['a', 'b', 'c'].map((digit) => digit.repeat(32)) as [
  string,
  string,
  string,
]
const spanOf = (traceId: string, number: number) =>
  sketchSpan({ traceId, spanId: spanIdOf(number), name: `span ${number}` })

test('spans are found by trace and all together', () => {
  const store = new SpanStore()

  store.add([spanOf(traceA, 1), spanOf(traceB, 2), spanOf(traceA, 3)])

  expect(store.trace(traceA).map(({ name }) => name)).toEqual(['span 1', 'span 3'])
  expect(store.traces().map(({ traceId }) => traceId)).toEqual([traceB, traceA])
  expect(store.spans()).toHaveLength(3)
  expect(store.trace(traceC)).toEqual([])
})

test('a span that is sent again is kept once', () => {
  const store = new SpanStore()
  const heard: string[] = []
  store.onSpan(({ name }) => heard.push(name))

  store.add([spanOf(traceA, 1)])
  store.add([spanOf(traceA, 1), spanOf(traceB, 1)])

  expect(store.spans()).toHaveLength(2)
  expect(heard).toEqual(['span 1', 'span 1'])
})

test('a full store drops the trace that was quiet longest, as a whole', () => {
  const store = new SpanStore({ maxSpans: 4 })
  store.add([spanOf(traceA, 1), spanOf(traceB, 1), spanOf(traceB, 2), spanOf(traceA, 2)])

  store.add([spanOf(traceC, 1)])

  expect(store.traces().map(({ traceId }) => traceId)).toEqual([traceA, traceC])
  expect(store.droppedCount).toBe(2)
})

test('one trace larger than the store keeps its beginning', () => {
  const store = new SpanStore({ maxSpans: 3 })
  store.add([spanOf(traceB, 1)])

  store.add([1, 2, 3, 4, 5].map((number) => spanOf(traceA, number)))

  expect(store.spans().map(({ name }) => name)).toEqual(['span 1', 'span 2', 'span 3'])
  expect(store.droppedCount).toBe(3)
})

test('a listener gets nothing after it has stopped', () => {
  const store = new SpanStore()
  const heard: string[] = []
  const stop = store.onSpan(({ name }) => heard.push(name))
  store.add([spanOf(traceA, 1)])

  stop()
  store.add([spanOf(traceA, 2)])

  expect(heard).toEqual(['span 1'])
})

test('a wait ends with the span that completes the trace', async () => {
  const store = new SpanStore()
  const waiting = store.waitForTrace(traceA, (spans) => spans.length === 2)

  store.add([spanOf(traceA, 1), spanOf(traceB, 2)])
  store.add([spanOf(traceA, 3)])

  expect((await waiting).map(({ name }) => name)).toEqual(['span 1', 'span 3'])
})

test('a wait that has ended asks no more', async () => {
  const store = new SpanStore()
  let asked = 0
  const waiting = store.waitForSpan(() => {
    asked += 1
    return true
  })
  store.add([spanOf(traceA, 1)])
  await waiting
  const askedUntilFound = asked

  store.add([spanOf(traceA, 2)])

  expect(asked).toBe(askedUntilFound)
})

test('a wait for what is already there ends at once', async () => {
  const store = new SpanStore()
  store.add([spanOf(traceA, 1)])

  const span = await store.waitForSpan(({ name }) => name === 'span 1', { timeoutMs: 0 })

  expect(span.traceId).toBe(traceA)
})

test('a wait that is in vain shows the trace as far as it had come', async () => {
  const store = new SpanStore()
  store.add(sketchTrace([[1, 0, 'POST /orders', 'SERVER', 'order', 0, 12]]))
  const [{ traceId = '' } = {}] = store.spans()

  const waiting = store.waitForTrace(traceId, () => false, { timeoutMs: 1 })

  await expect(waiting).rejects.toThrow(TraceTimeout)
  await expect(waiting).rejects.toThrow(
    /^the trace was not complete after 1 ms:\n\ntrace 4bf92f.*\n\n.*\nPOST \/orders {2}SERVER/,
  )
})

test('a wait for a trace of which nothing came says so', async () => {
  const store = new SpanStore()

  const waiting = store.waitForTrace(traceA, () => true, { timeoutMs: 1 })
  const never = store.waitForTrace(traceA, () => false, { timeoutMs: 1 })

  expect(await waiting).toEqual([])
  await expect(never).rejects.toThrow('No span has arrived.')
})

test('a condition that throws ends the wait with its error, not the exporter', async () => {
  const store = new SpanStore()
  let calls = 0
  const waiting = store.waitForSpan(() => {
    calls += 1
    throw new Error('wrong question')
  })
  waiting.catch(() => {})

  expect(() => store.add([spanOf(traceA, 1), spanOf(traceA, 2)])).not.toThrow()

  await expect(waiting).rejects.toThrow('wrong question')
  expect(calls).toBeGreaterThan(0)
})

test('followers are the traces that link to a trace, also through others, but not those it links to', () => {
  const store = new SpanStore()
  const linkTo = (traceId: string) => [{ traceId, spanId: spanIdOf(1), attributes: {} }]
  const [traceD, traceE] = ['d'.repeat(32), 'e'.repeat(32)] as [string, string]
  store.add([
    { ...spanOf(traceC, 4), links: linkTo(traceB) },
    { ...spanOf(traceB, 3), links: linkTo(traceA) },
    { ...spanOf(traceA, 1), links: linkTo(traceE) },
    { ...spanOf(traceA, 2), links: linkTo(traceC) },
    spanOf(traceD, 5),
    spanOf(traceE, 6),
  ])

  const spans = store.traceAndFollowers(traceA)

  expect(spans.map(({ name }) => name)).toEqual(['span 1', 'span 2', 'span 3', 'span 4'])
})

test('a wait with followers ends with the span that completes them, else at the deadline with what there is', async () => {
  const store = new SpanStore()
  const link = { traceId: traceA, spanId: spanIdOf(1), attributes: {} }
  const waiting = store.awaitFollowed(traceA, (spans) => spans.length === 2)

  store.add([spanOf(traceA, 1), spanOf(traceC, 3)])
  store.add([{ ...spanOf(traceB, 2), links: [link] }])
  const late = await store.awaitFollowed(traceA, () => false, { timeoutMs: 1 })

  expect((await waiting).map(({ name }) => name)).toEqual(['span 1', 'span 2'])
  expect(late.map(({ name }) => name)).toEqual(['span 1', 'span 2'])
})

test('clear forgets spans, and the same span may be added again', () => {
  const store = new SpanStore()
  store.add([spanOf(traceA, 1)])

  store.clear()
  const cleared = store.spans()
  store.add([spanOf(traceA, 1)])

  expect(cleared).toEqual([])
  expect(store.spans()).toHaveLength(1)
})
