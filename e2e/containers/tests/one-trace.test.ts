import '@tailspan/trace-testing/vitest'
import { findTraces } from '@tailspan/containers'
import { placeOrder, settledOrder, wholeTrace } from '@tailspan/experiment'
import { eventually, readRows, waitForMail } from '@tailspan/testkit'
import { findSpan, hasSpanTree } from '@tailspan/trace-testing'
import { describe, expect, test } from 'vitest'
import { expectDrawn } from '../documented-trace.ts'
import { traceInJaeger } from '../jaeger-traces.ts'
import { useFleet } from '../use-fleet.ts'

const isWhole = hasSpanTree(wholeTrace)

const isSent = hasSpanTree(`
  POST /orders SERVER order
    create orders PRODUCER order
      send orders CLIENT order
`)

const hasHeldStock = hasSpanTree(`
  process orders CONSUMER inventory
    create stock PRODUCER inventory
      send stock CLIENT inventory
`)

type Figure = { readonly name: string; readonly value: number }

describe('as Jaeger has it', () => {
  const fleet = useFleet()

  test('T1 one trace leads from the request to the second mail, span by span', async () => {
    const order = await placeOrder(fleet())

    const spans = await traceInJaeger(fleet(), order.traceId, isWhole)

    expect(spans).toBeOneTrace()
    expect(spans).toHaveSpanTree(wholeTrace)
    expect(await settledOrder(fleet(), order.id)).toMatchObject({ status: 'confirmed' })
    const mails = ['We have your order', 'is confirmed'].map((words) =>
      waitForMail(fleet().mailUrl, { to: order.email, subject: new RegExp(words) }),
    )
    expect(new Set((await Promise.all(mails)).map(({ messageId }) => messageId)).size).toBe(2)
  })

  test('the send is seen to outlive the answer, and says that it is detached', async () => {
    const order = await placeOrder(fleet())

    const spans = await traceInJaeger(fleet(), order.traceId, isWhole)

    const sends = spans.filter(({ name }) => name === 'send orders')
    const first = sends.toSorted((a, b) => Number(a.startNs - b.startNs))[0]
    expect(first?.attributes).toMatchObject({ 'tailspan.detached': true })
  })

  test('T9 no span holds personal data', async () => {
    const order = await placeOrder(fleet())

    const spans = await traceInJaeger(fleet(), order.traceId, isWhole)

    const toText = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)
    const told = spans.map(({ attributes, events }) => [attributes, events])
    expect(JSON.stringify(told, toText)).not.toContain(order.email)
  })

  test('the console in a container shows the trace, the parts, what waits, the mails, exercises, comparisons, faults and a ledger, and changes nothing', async () => {
    const order = await placeOrder(fleet())
    await traceInJaeger(fleet(), order.traceId, isWhole)
    await using shown = await fleet().addConsole()
    const { url } = shown
    const read = async (path: string) => {
      const answer = await fetch(url + path, { headers: { accept: 'application/json' } })
      return ((await answer.json()) as { data: unknown }).data
    }
    const origin = { origin: url, 'content-type': 'application/json' }
    const body = JSON.stringify({ sku: 'tea', quantity: '1' })
    const role = new URL(fleet().databaseUrl)
    role.username = 'console'

    const refused = await fetch(`${url}/actions/place-order`, {
      method: 'POST',
      headers: origin,
      body,
    })

    expect(refused.status).toBe(409)
    expect(await read(`/traces/${order.traceId}`)).toMatchObject({
      completeness: { kind: 'complete' },
    })
    await expect
      .poll(() => read('/'))
      .toMatchObject({
        parts: expect.arrayContaining(
          ['order', 'kafka', 'postgres', 'mail', 'jaeger'].map((name) =>
            expect.objectContaining({ name, state: 'ready' }),
          ),
        ),
        backlog: {
          outboxes: expect.arrayContaining([
            expect.objectContaining({ service: 'order', rows: 0 }),
          ]),
          lags: expect.arrayContaining([{ groupId: 'order', topic: 'stock', records: 0 }]),
        },
      })
    await expect.poll(() => read('/dead-letters')).toMatchObject({ isKnown: true, troubles: [] })
    expect(await read('/mails')).toMatchObject({ total: expect.any(Number) })
    expect(await read('/exercises/a-gap-is-a-queue')).toMatchObject({
      told: { truth: expect.stringContaining('time in a queue') },
    })
    expect(await read('/compare')).toMatchObject({
      told: { rows: expect.arrayContaining([expect.objectContaining({ name: 'sigkill' })]) },
    })
    const seen = { part: 'order', state: 'ready' }
    await expect
      .poll(() => read('/faults'))
      .toMatchObject({
        state: {
          strategy: 'durable',
          switches: expect.arrayContaining([expect.objectContaining({ seen })]),
        },
      })
    const delivered = async () => {
      const ledger = (await read('/ledger')) as { fromOutside: { figures?: readonly Figure[] } }
      return ledger.fromOutside.figures?.find(({ name }) => name === 'delivered')?.value
    }
    await expect.poll(delivered).toBeGreaterThan(0)
    const statement = 'delete from "order".orders'
    await expect(readRows(role.href, statement)).rejects.toThrow('read-only transaction')
    const forced = `begin read write; ${statement}`
    await expect(readRows(role.href, forced)).rejects.toThrow('permission denied')
  })
})

describe('with the other Kafka client, and groups whose partitions the broker gives out', () => {
  const fleet = useFleet({
    all: { KAFKA_CLIENT: 'platformatic', KAFKA_GROUP_PROTOCOL: 'consumer' },
  })

  test('T1 one trace leads from the request to the second mail, span by span, and no order is lost with its service', async () => {
    const order = await placeOrder(fleet())
    const spans = await traceInJaeger(fleet(), order.traceId, isWhole)
    const other = await placeOrder(fleet())
    await fleet().part('order').kill()
    await fleet().part('order').start()

    expect(spans).toBeOneTrace()
    expect(spans).toHaveSpanTree(wholeTrace)
    expect(await settledOrder(fleet(), other.id)).toMatchObject({ status: 'confirmed' })
  })
})

describe('with TRACE_ASYNC=link', () => {
  const fleet = useFleet({ all: { TRACE_ASYNC: 'link' } })

  test('T2 a consumer starts a trace of its own, linked once to the creation', async () => {
    const since = new Date()
    const order = await placeOrder(fleet())
    const isCreated = { name: 'create orders', kind: 'PRODUCER', service: 'order' } as const

    const trace = await traceInJaeger(fleet(), order.traceId, isSent)
    const created = findSpan(trace, isCreated)
    const processed = await eventually(
      async () => {
        const jaeger = { url: fleet().jaegerUrl }
        const spans = await findTraces(jaeger, { service: 'inventory', since })
        const isIt = ({ name, links }: (typeof spans)[number]) =>
          name === 'process orders' && links[0]?.spanId === created.spanId
        return spans.find(isIt) ?? false
      },
      { timeoutMs: 60_000 },
    )

    expect(processed.traceId).not.toBe(order.traceId)
    expect(processed.parentSpanId).toBeUndefined()
    expect(processed.links).toHaveLength(1)
    expect(processed).toHaveLinkTo(created)
    await expectDrawn('Consumers start traces of their own', async () => [
      ...(await traceInJaeger(fleet(), order.traceId, isSent)),
      ...(await traceInJaeger(fleet(), processed.traceId, hasHeldStock)),
    ])
  })
})
