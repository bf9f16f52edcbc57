import { consuming } from '@tailspan/manifest'
import { type Span, SpanStore } from '@tailspan/trace-testing'
import { expect, test } from 'vitest'
import { awaitWholeTrace, readOrderTrace } from './whole-trace.ts'

let made = 0
function span(service: string, name: string, parts: Partial<Span> = {}): Span {
  made += 1
  const spanId = made.toString(16).padStart(16, '0')
  return { traceId: 'a', spanId, service, name, links: [], ...parts } as Span
}

/** The spans of a whole order, in the order in which its services make them. */
function wholeOrder(): Span[] {
  return [
    span('order', 'POST /orders'),
    span('order', 'GET /stock'),
    span('inventory', 'GET /stock'),
    span('order', 'POST /quotes'),
    span('pricing', 'POST /quotes'),
    ...['create orders', 'send orders'].flatMap((name) => [
      span('order', name),
      span('order', name),
    ]),
    ...consuming('orders').map((name) => span(name, 'process orders')),
    span('inventory', 'create stock'),
    span('inventory', 'send stock'),
    span('order', 'process stock'),
    span('notification', 'process orders'),
    span('notification', 'send mail'),
    span('notification', 'send mail'),
  ]
}

function storeOf(spans: readonly Span[]): SpanStore {
  const store = new SpanStore()
  store.add(spans)
  return store
}

test('a trace with everything that an order leaves lacks nothing', () => {
  const { spans, lacks } = readOrderTrace(storeOf(wholeOrder()), 'a')

  expect(lacks).toEqual([])
  expect(spans).toHaveLength(wholeOrder().length)
})

test('the second mail that is missing is named', () => {
  const { lacks } = readOrderTrace(storeOf(wholeOrder().slice(0, -1)), 'a')

  expect(lacks).toEqual(['1 × send mail of notification'])
})

test('a span whose parent never arrived makes the trace a broken one', () => {
  const orphan = span('order', 'COMMIT', { parentSpanId: 'ffffffffffffffff' })

  const { lacks } = readOrderTrace(storeOf([...wholeOrder(), orphan]), 'a')

  expect(lacks).toEqual(['the parent of COMMIT of order'])
})

test('spans of another trace count when they link to this one, however far away', () => {
  const [first, ...rest] = wholeOrder()
  const link = (traceId: string) => ({ links: [{ traceId, spanId: 'x', attributes: {} }] })
  const hop = span('inventory', 'process orders', { traceId: 'b', ...link('a') })
  const far = rest.map((one) => ({ ...one, traceId: 'c', ...link('b') }))
  const stranger = span('order', 'POST /orders', { traceId: 'd' })

  const { spans, lacks } = readOrderTrace(storeOf([first as Span, hop, ...far, stranger]), 'a')

  expect(lacks).toEqual([])
  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set(['a', 'b', 'c']))
})

test('a trace that is still arriving is waited for', async () => {
  const store = new SpanStore()
  const spans = wholeOrder()
  store.add(spans.slice(0, 10))

  const waiting = awaitWholeTrace(store, 'a', 5_000)
  store.add(spans.slice(10))

  await expect(waiting).resolves.toMatchObject({ lacks: [] })
})

test('a trace that stays broken is reported with what it lacks', async () => {
  const { lacks } = await awaitWholeTrace(storeOf(wholeOrder().slice(1)), 'a', 20)

  expect(lacks).toEqual(['1 × POST /orders of order'])
})
