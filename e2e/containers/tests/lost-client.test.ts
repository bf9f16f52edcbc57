import '@tailspan/trace-testing/vitest'
import { randomBytes } from 'node:crypto'
import type { Span } from '@tailspan/trace-testing'
import { expect, test } from 'vitest'
import { postAndHangUp } from '../../shop/leaving-clients.ts'
import { newCustomer, storedOrders, teaFor } from '../../shop/orders.ts'
import { documentedTrace } from '../documented-trace.ts'
import { traceInJaeger } from '../jaeger-traces.ts'
import { useFleet } from '../use-fleet.ts'

const fleet = useFleet()

test('a client that hangs up before its order is stored: what it waited for is cancelled, nothing is stored', async () => {
  const customer = newCustomer()
  const traceId = randomBytes(16).toString('hex')
  const headers = { traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` }
  await fleet().part('pricing').pause()

  const client = await postAndHangUp(fleet().orderUrl, teaFor(customer), headers)
  await traceInJaeger(fleet(), traceId, hasAsked)
  await client.leave()
  const spans = await traceInJaeger(fleet(), traceId, hasEnded)
  await fleet().part('pricing').unpause()

  expect(spans).toHaveSpanTree(documentedTrace('The client hangs up before its order is stored'))
  expect(spans.filter(({ name }) => name.startsWith('INSERT'))).toEqual([])
  expect(await storedOrders(fleet(), customer.email)).toEqual([])
})

const isOf = (service: string, name: string) => (span: Span) =>
  span.service === service && span.name === name

const hasAsked = (spans: readonly Span[]) => spans.some(isOf('inventory', 'GET /stock'))
const hasEnded = (spans: readonly Span[]) => spans.some(isOf('order', 'POST /orders'))
