import '@tailspan/trace-testing/vitest'
import {
  newCustomer,
  type Placed,
  placedRecord,
  placeOrder,
  postOrder,
  settledOrder,
  storedOrders,
  teaFor,
  traceIdOf,
  wholeTrace,
} from '@tailspan/experiment'
import { hasSpanTree, type Span } from '@tailspan/trace-testing'
import { expect, test } from 'vitest'
import { expectDrawn } from '../documented-trace.ts'
import { traceInJaeger } from '../jaeger-traces.ts'
import { useFleet } from '../use-fleet.ts'

const fleet = useFleet()
const isWhole = hasSpanTree(wholeTrace)

test.each(['inventory', 'notification'] as const)(
  'docker stop of %s with the link to Kafka held: exit code 0, and what comes meanwhile waits for it',
  async (service) => {
    const part = fleet().part(service)
    await fleet().links.kafka.hold()
    const order = await placeOrder(fleet())

    const exitCode = await part.stop()
    await fleet().links.kafka.release()
    const { headers } = await placedRecord({ system: fleet() }, order.id)
    await part.start()

    expect(exitCode).toBe(0)
    expect(headers.ce_traceparent).toContain(order.traceId)
    await traceInJaeger(fleet(), order.traceId, isWhole)
    expect(await settledOrder(fleet(), order.id)).toMatchObject({ status: 'confirmed' })
  },
)

test.each(['stop', 'kill'] as const)(
  'docker %s of pricing: orders are refused, not taken by half, and taken again when it is back',
  async (how) => {
    const customer = newCustomer()
    const part = fleet().part('pricing')

    await part[how]()
    const refused = await postOrder(fleet(), teaFor(customer))
    await part.start()

    expect(refused.status).toBe(503)
    const read = () => traceInJaeger(fleet(), traceIdOf(refused), hasAskedPricing)
    const spans = await read()
    // Whether the question to inventory was still sent is a matter of microseconds.
    await expectDrawn('A peer is gone', read, { apartFrom: ['GET /stock'] })
    expect(spans.filter(({ name }) => name.startsWith('INSERT'))).toEqual([])
    expect(await storedOrders(fleet(), customer.email)).toEqual([])
    const { id } = await placeOrder(fleet())
    expect(await settledOrder(fleet(), id)).toMatchObject({ status: 'confirmed' })
  },
)

test('S7 docker stop of order with the link to Kafka held: exit code 0, nothing is lost', async () => {
  await fleet().links.kafka.hold()
  const orders = [await placeOrder(fleet()), await placeOrder(fleet())]
  const stopping = fleet().part('order').stop()

  await fleet().links.kafka.release()
  const exitCode = await stopping
  await fleet().part('order').start()

  expect(exitCode).toBe(0)
  for (const { id } of orders)
    expect(await settledOrder(fleet(), id)).toMatchObject({ status: 'confirmed' })
})

test('docker stop of order while Kafka is paused: exit code 0, and the relay sends what was left', async () => {
  // Once one is through, the producer is connected.
  await settledOrder(fleet(), (await placeOrder(fleet())).id)
  await fleet().part('kafka').pause()
  const order = await placeOrder(fleet())
  const exitCode = await fleet().part('order').stop()
  await fleet().part('kafka').unpause()
  await fleet().part('order').start()

  expect(exitCode).toBe(0)
  expect(await settledOrder(fleet(), order.id)).toMatchObject({ status: 'confirmed' })
  await expectDrawn('The service is stopped while Kafka does not answer', () => sentByRelay(order))
  const isFailed = ({ name, attributes }: Span) =>
    name === 'send orders' && 'error.type' in attributes
  const spans = await traceInJaeger(fleet(), order.traceId, (all) => all.some(isFailed))
  // A slow machine may have lost its connection before it could write, or give the record up before it is too late.
  expect(spans.find(isFailed)?.attributes['error.type']).toMatch(
    /^(send-unknown|not-sent|producer-stopped)$/,
  )
})

test('docker kill of order with the link to Kafka held: the relay sends, and the trace shows it', async () => {
  await fleet().links.kafka.hold()
  const order = await placeOrder(fleet())
  // The spans of a killed process are those that it had sent.
  await traceInJaeger(fleet(), order.traceId, (spans) =>
    spans.some(({ name }) => name === 'POST /orders'),
  )
  await fleet().part('order').kill()
  await fleet().links.kafka.sever()
  await fleet().links.kafka.release()
  await fleet().part('order').start()

  expect(await settledOrder(fleet(), order.id)).toMatchObject({ status: 'confirmed' })
  await expectDrawn('The service is killed before it could send', () => sentByRelay(order))
})

test('P4 the debug listener is not to be reached from outside of its container', async () => {
  const { orderUrl } = fleet()

  const outside = await fetch(`${orderUrl}/debug/pprof/`)

  expect(outside.status).toBe(404)
})

/** The record is the event of the request, sent by the fast path or by a relay. */
const hasSentLater = hasSpanTree(`
  POST /orders SERVER order
    create orders PRODUCER order
      send orders CLIENT order
      process orders CONSUMER inventory
        create stock PRODUCER inventory
`)

const isSentByRelay = (spans: readonly Span[]) => linkOf(spans) !== undefined && hasSentLater(spans)

/** A peer that is gone is asked in vain. */
const hasAskedPricing = hasSpanTree(`
  POST /orders SERVER order
    POST /quotes CLIENT order
`)

/** The trace of an order whose record a relay has sent, with the round of that relay, a trace of its own. */
async function sentByRelay({ traceId }: Placed): Promise<readonly Span[]> {
  const spans = await traceInJaeger(fleet(), traceId, isSentByRelay)
  const { traceId: relayId = '', spanId } = linkOf(spans) ?? {}
  const isIt = (span: Span) => span.spanId === spanId
  const relay = await traceInJaeger(fleet(), relayId, (all) => all.some(isIt))
  expect(relay.find(isIt)).toMatchObject({ name: 'relay orders' })
  return [...spans, ...relay]
}

function linkOf(spans: readonly Span[]) {
  return spans.find(({ name, links }) => name === 'send orders' && links.length > 0)?.links[0]
}
