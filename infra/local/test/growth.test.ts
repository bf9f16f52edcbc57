import { measureGrowth } from '@tailspan/testkit'
import { buildTree, plotTrace, type Span, SpanStore, startReceiver } from '@tailspan/trace-testing'
import { expect, test, vi } from 'vitest'
import { followTraces } from '../src/cli/follow-traces.ts'
import { expectedTrace } from '../src/demo/expected-trace.ts'
import { awaitWholeTrace } from '../src/traces/whole-trace.ts'

vi.setConfig({ testTimeout: 60_000 })

const [[service = '', entry = ''] = []] = expectedTrace
// How much longer twice the orders may take: 4 would be quadratic.
const linear = 2.5
// After the measurement: what is waited for does not come.
const later = { timeoutMs: 60_000 }
const hex = (number: number, digits: number) => (number + 1).toString(16).padStart(digits, '0')

/** What an order leaves in link mode: three traces of eight spans, each linked to the one before. */
function toOrder(order: number): Span[] {
  return Array.from({ length: 24 }, (_, i) => {
    const traceId = hex(order * 3 + Math.floor(i / 8), 32)
    const isFollower = i >= 8 && i % 8 === 0
    const links = isFollower
      ? [{ traceId: hex(order * 3 + i / 8 - 1, 32), spanId: hex(0, 16) }]
      : []
    const name = i === 0 ? entry : `step ${i}`
    const attributes = i === 0 ? { 'http.response.status_code': 202 } : {}
    const at = { startNs: BigInt(i), endNs: BigInt(i + 1), status: { code: 'UNSET' }, events: [] }
    const origin = { service, scope: 'tailspan', resource: {}, kind: 'SERVER' }
    return {
      traceId,
      spanId: hex(i, 16),
      name,
      links,
      attributes,
      ...at,
      ...origin,
    } as unknown as Span
  })
}

const orders = Array.from({ length: 320 }, (_, order) => toOrder(order))
const few = orders.slice(0, 40)
// What the collector of garbage takes from one of the two works alone is divided among the doublings.
const doublings = 3

/** As exporters do: some spans of several orders at a time. */
function send(store: SpanStore, sent: readonly Span[][]): void {
  for (let first = 0; first < sent.length; first += 5)
    store.add(sent.slice(first, first + 5).flat())
}

test.each<[string, (store: SpanStore) => Promise<unknown>]>([
  ['kept', async () => {}],
  [
    'looked through for one whole trace',
    (store) => awaitWholeTrace(store, hex(0, 32), { ...later, expected: expectedTrace }),
  ],
  [
    'looked through for a span that does not come',
    (store) => store.waitForSpan(() => false, later),
  ],
])('E4 twice the spans take about twice the time when they are %s', async (_, look) => {
  const work = (sent: readonly Span[][]) => () => {
    const store = new SpanStore()
    void look(store).catch(() => {})
    send(store, sent)
  }

  expect(await measureGrowth(work(few), work(orders), { doublings })).toBeLessThan(linear)
})

test('E4 twice the orders take about twice the time when their traces are followed', async () => {
  const work = (sent: readonly Span[][]) => () => {
    const store = new SpanStore()
    followTraces({ write() {} }, { store }, { acceptedMs: later.timeoutMs, refusedMs: 0 })
    send(store, sent)
  }

  expect(await measureGrowth(work(few), work(orders), { doublings })).toBeLessThan(linear)
})

test('E4 a span that drives out an old one costs about the same in a small store and in a large one', async () => {
  const spans = Array.from({ length: 20_000 }, (_, i) => [
    { ...(toOrder(i)[0] as Span), traceId: hex(i, 32) },
  ])
  const fill = (maxSpans: number) => () => send(new SpanStore({ maxSpans }), spans)

  expect(await measureGrowth(fill(100), fill(10_000))).toBeLessThan(linear)
})

test('E4 twice the spans of a trace take about twice the time to draw', async () => {
  const spans = orders.flat().map((span, i) => {
    const parent = i === 0 ? {} : { parentSpanId: hex(0, 16) }
    return { ...span, traceId: hex(0, 32), spanId: hex(i, 16), ...parent }
  })
  const draw = (sent: readonly Span[]) => () => plotTrace(buildTree(sent))

  const growth = await measureGrowth(draw(spans.slice(0, 960)), draw(spans), { doublings })

  expect(growth).toBeLessThan(linear)
})

test('E4 twice the spans in a request take the receiver about twice the time', async () => {
  await using receiver = await startReceiver()
  const [some, more] = [orders.slice(0, 15), orders.slice(0, 60)]
  const toBody = (sent: readonly Span[][]) =>
    JSON.stringify({
      resourceSpans: [
        {
          resource: { attributes: [{ key: 'service.name', value: { stringValue: 'order' } }] },
          scopeSpans: [{ spans: sent.flat().map(toOtlp) }],
        },
      ],
    })
  const post = (body: string) => async () => {
    receiver.store.clear()
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${receiver.url}/v1/traces`, { method: 'POST', headers, body })
    if (!answer.ok) throw new Error(await answer.text())
  }

  const growth = await measureGrowth(post(toBody(some)), post(toBody(more)), { doublings: 2 })

  expect(receiver.store.spans()).toHaveLength(more.flat().length)
  expect(growth).toBeLessThan(linear)
})

function toOtlp({ traceId, spanId, name, links }: Span) {
  const attributes = [{ key: 'step', value: { stringValue: name } }]
  const times = { startTimeUnixNano: '1', endTimeUnixNano: '2' }
  return { traceId, spanId, name, kind: 2, ...times, attributes, links }
}
