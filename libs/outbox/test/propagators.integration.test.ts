import { propagation } from '@opentelemetry/api'
import { createPropagator, type PropagatorName } from '@tailspan/telemetry'
import { infrastructure } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { createInstance, openInstance, openTables, openTopic } from './open-outbox.ts'
import { changeOrder, read, untilEmpty } from './orders.ts'
import { givenRequest, spansOf } from './spans.ts'

/** As register does at the start, with this OTEL_PROPAGATORS. */
function propagateBy(...names: PropagatorName[]) {
  propagation.disable()
  propagation.setGlobalPropagator(createPropagator(names))
}

const changes: [before: PropagatorName[], after: PropagatorName[], written: string[]][] = [
  [['b3'], ['tracecontext', 'baggage'], ['baggage', 'traceparent']],
  [['tracecontext', 'baggage'], ['b3'], ['b3']],
  [[], ['b3multi', 'baggage'], ['baggage', 'x-b3-sampled', 'x-b3-spanid', 'x-b3-traceid']],
  [['b3', 'baggage'], [], []],
]

test.each(changes)(
  'Q1 a row that was stored with OTEL_PROPAGATORS=%j is sent with %j, in its trace',
  async (before, after, written) => {
    await using tables = await openTables()
    const topic = await openTopic()
    propagateBy(...before)
    const { span, traceId } = await storeOnly(tables, topic)
    span.end()
    const [row] = await tables.query<{ headers: object }>('select headers from outbox')

    propagateBy(...after)
    await using _relay = await openInstance(tables)
    await untilEmpty(tables)

    const spans = spansOf(traceId)
    const created = spans.find(({ name }) => name === `create ${topic}`)?.spanContext().spanId
    const send = spans.find(({ name }) => name === `send ${topic}`)
    const traceparent = `00-${traceId}-${created}-01`
    const stored = { traceparent, ce_traceparent: traceparent, baggage: 'tenant=blue' }
    expect(row?.headers).toMatchObject(stored)
    expect(send?.parentSpanContext?.spanId).toBe(created)
    const [record] = await read(topic)
    expect(record?.headers.ce_traceparent).toBe(traceparent)
    expect(traceHeadersOf(record?.headers ?? {})).toEqual(written)
  },
)

/** Stores an event of a request and does not send it: an instance that ends right after its commit. */
async function storeOnly({ url }: { readonly url: string }, topic: string) {
  const { brokers } = infrastructure()
  const { outbox, database } = await createInstance({ url, brokers }, { maxTasks: 0 })
  const { span, scope, traceId } = givenRequest()
  const baggage = propagation.createBaggage({ tenant: { value: 'blue' } })
  const context = propagation.setBaggage(scope.context, baggage)
  await changeOrder({ outbox }, { topic, orderId: 'o', scope: { ...scope, context } })
  await database.actor.stop(AbortSignal.timeout(1_000))
  return { span, traceId }
}

function traceHeadersOf(headers: object): string[] {
  const isTrace = (name: string) => /^(traceparent|tracestate|baggage|b3|x-b3-.*)$/.test(name)
  return Object.keys(headers).filter(isTrace).sort()
}
