import { type Span, SpanStore } from '@tailspan/trace-testing'
import { expect, test } from 'vitest'
import { awaitWholeTrace, readRequestTrace } from './whole-trace.ts'

let made = 0
function span(service: string, name: string, parts: Partial<Span> = {}): Span {
  made += 1
  const spanId = made.toString(16).padStart(16, '0')
  return { traceId: 'a', spanId, service, name, links: [], ...parts } as Span
}

const expected = [
  ['front', 'POST /jobs', 1],
  ['front', 'create jobs', 1],
  ['back', 'process jobs', 2],
] as const

/** Every span that is expected, in the order in which its services make them. */
function wholeTrace(): Span[] {
  return expected.flatMap(([service, name, count]) =>
    Array.from({ length: count }, () => span(service, name)),
  )
}

function storeOf(spans: readonly Span[]): SpanStore {
  const store = new SpanStore()
  store.add(spans)
  return store
}

test('a trace with everything that a request leaves lacks nothing', () => {
  const { spans, lacks } = readRequestTrace(storeOf(wholeTrace()), 'a', expected)

  expect(lacks).toEqual([])
  expect(spans).toHaveLength(wholeTrace().length)
})

test('the second span of a kind that is missing is named', () => {
  const { lacks } = readRequestTrace(storeOf(wholeTrace().slice(0, -1)), 'a', expected)

  expect(lacks).toEqual(['1 × process jobs of back'])
})

test('a span whose parent never arrived makes the trace a broken one', () => {
  const orphan = span('front', 'COMMIT', { parentSpanId: 'ffffffffffffffff' })

  const { lacks } = readRequestTrace(storeOf([...wholeTrace(), orphan]), 'a', expected)

  expect(lacks).toEqual(['the parent of COMMIT of front'])
})

test('spans of another trace count when they link to this one, however far away', () => {
  const [first, ...rest] = wholeTrace()
  const link = (traceId: string) => ({ links: [{ traceId, spanId: 'x', attributes: {} }] })
  const hop = span('back', 'process jobs', { traceId: 'b', ...link('a') })
  const far = rest.map((one) => ({ ...one, traceId: 'c', ...link('b') }))
  const stranger = span('front', 'POST /jobs', { traceId: 'd' })

  const { spans, lacks } = readRequestTrace(
    storeOf([first as Span, hop, ...far, stranger]),
    'a',
    expected,
  )

  expect(lacks).toEqual([])
  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set(['a', 'b', 'c']))
})

test('a trace that is still arriving is waited for', async () => {
  const store = new SpanStore()
  const spans = wholeTrace()
  store.add(spans.slice(0, 2))

  const waiting = awaitWholeTrace(store, 'a', { expected, timeoutMs: 5_000 })
  store.add(spans.slice(2))

  await expect(waiting).resolves.toMatchObject({ lacks: [] })
})

test('a trace that stays broken is reported with what it lacks', async () => {
  const { lacks } = await awaitWholeTrace(storeOf(wholeTrace().slice(1)), 'a', {
    expected,
    timeoutMs: 20,
  })

  expect(lacks).toEqual(['1 × POST /jobs of front'])
})
