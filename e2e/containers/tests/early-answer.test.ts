import '@tailspan/trace-testing/vitest'
import { randomBytes } from 'node:crypto'
import {
  newCustomer,
  placedRecord,
  placeOrder,
  postAndHangUp,
  recordsOf,
  settledOrder,
  storedOrders,
  teaFor,
  wholeTrace,
} from '@tailspan/experiment'
import { findSpan, hasSpanTree, type Span } from '@tailspan/trace-testing'
import { afterEach, expect, test } from 'vitest'
import { expectDrawn } from '../documented-trace.ts'
import { traceInJaeger } from '../jaeger-traces.ts'
import { useFleet } from '../use-fleet.ts'

const isWhole = hasSpanTree(wholeTrace)

const fleet = useFleet()
const recordsIn = (orderId: string) => recordsOf({ system: fleet() }, orderId)

afterEach(() => fleet().links.kafka.mend())

test('B1 the answer does not wait for a link to Kafka that is held; the record follows in its trace', async () => {
  await fleet().links.kafka.hold()

  const order = await placeOrder(fleet())
  const before = await recordsIn(order.id)
  await fleet().links.kafka.release()
  const spans = await traceInJaeger(fleet(), order.traceId, isWhole)

  expect(before).toEqual([])
  expect(firstSend(spans)).toOutlive(findSpan(spans, 'POST /orders SERVER order'))
  expect(await settledOrder(fleet(), order.id)).toMatchObject({ status: 'confirmed' })
})

test('B1 the answer does not wait for a broker that is paused', async () => {
  await fleet().part('kafka').pause()

  const order = await placeOrder(fleet())
  await fleet().part('kafka').unpause()

  const { headers } = await placedRecord({ system: fleet() }, order.id)
  expect(headers.ce_traceparent).toContain(order.traceId)
  await expectDrawn('Kafka does not answer', () => traceInJaeger(fleet(), order.traceId, isWhole))
  expect(await settledOrder(fleet(), order.id)).toMatchObject({ status: 'confirmed' })
})

test('with `request` the answer ends the send, and an accepted order is lost', async () => {
  await fleet().reopen({ PUBLISH: 'request' })
  await fleet().links.kafka.hold()

  // At most one can be on its way before its answer ends it; the other one waits in the queue.
  const orders = [await placeOrder(fleet()), await placeOrder(fleet())]
  await fleet().links.kafka.release()
  await fleet().reopen({})
  const records = await Promise.all(orders.map(({ id }) => recordsIn(id)))

  expect(records).toContainEqual([])
})

test('a client that hangs up before its order is stored: the questions to peers are cancelled, nothing is stored', async () => {
  const customer = newCustomer()
  const traceId = randomBytes(16).toString('hex')
  const headers = { traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` }
  await fleet().part('pricing').pause()

  const client = await postAndHangUp(fleet().orderUrl, teaFor(customer), headers)
  await traceInJaeger(fleet(), traceId, hasAsked)
  await client.leave()
  const read = () => traceInJaeger(fleet(), traceId, hasEnded)
  await expectDrawn('The client hangs up before its order is stored', read)
  const spans = await read()
  await fleet().part('pricing').unpause()

  expect(spans.filter(({ name }) => name.includes('INSERT'))).toEqual([])
  expect(await storedOrders(fleet(), customer.email)).toEqual([])
})

function firstSend(spans: readonly Span[]): Span | undefined {
  const sends = spans.filter(({ name }) => name === 'send orders')
  return sends.toSorted((a, b) => Number(a.startNs - b.startNs))[0]
}

const hasAsked = (spans: readonly Span[]) =>
  spans.some(({ service, name }) => service === 'inventory' && name === 'GET /stock')

const hasEnded = hasSpanTree(`
  POST /orders SERVER order
    GET /stock CLIENT order
      GET /stock SERVER inventory
        SELECT stock CLIENT inventory
    POST /quotes CLIENT order
`)
