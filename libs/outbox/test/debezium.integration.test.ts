import { createTraceState, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { collectingLog, eventually } from '@tailspan/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { readSlotLag } from '../src/routed/slot-lag.ts'
import { type Accepted, faultsOf, givenOrders, startOrders } from './debezium/load.ts'
import { openShop, type Shop } from './debezium/open-shop.ts'
import { type Instance, openInstance, openTopic } from './open-outbox.ts'
import { changeOrder, idsOf, read, waiting } from './orders.ts'
import { givenRequest, spansOf } from './spans.ts'

// Kafka Connect is started three times, which a busy machine needs minutes for.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })
const patient = { timeoutMs: 120_000 }

let opened: Shop | string
let shop: Shop

beforeAll(async () => {
  opened = await openShop()
  if (typeof opened !== 'string') shop = opened
})
afterAll(() => shop?.[Symbol.asyncDispose]())
beforeEach(({ skip }) => skip(typeof opened === 'string', String(opened)))

const faultless = { lost: [], unordered: [], cut: [] }
const byConnector = { sender: 'debezium', idleMs: 50 } as const

/** A scope with all that headers can carry. */
function givenCaller() {
  const span = { traceId: '5'.repeat(32), spanId: '6'.repeat(16), traceFlags: 1, isRemote: true }
  const traceState = createTraceState('vendor=1')
  const context = trace.setSpanContext(ROOT_CONTEXT, { ...span, traceState })
  const baggage = propagation.createBaggage({ tenant: { value: 'blue green' } })
  return givenRequest({ context: propagation.setBaggage(context, baggage) })
}

test('O1 without a slot that reads, nothing is left to a connector: the relay publishes it', async () => {
  const topic = await openTopic()
  await using instance = await openInstance(shop.tables, byConnector)
  const { scope, traceId } = givenCaller()

  const { id } = await changeOrder(instance, { topic, orderId: 'o', scope })
  await eventually(() => isRelayed(traceId, topic))

  expect(idsOf(await read(topic))).toEqual([id])
})

describe('with a connector', () => {
  let connector: Awaited<ReturnType<typeof startConnector>>
  const startConnector = () => shop.tables.startConnector()

  beforeAll(async () => {
    if (shop) connector = await startConnector()
  })
  afterAll(() => connector?.[Symbol.asyncDispose]())

  test('O1 T8 it publishes each event once, with the key, the value and the headers that the relay gives it', async () => {
    const topic = await openTopic()
    const { scope, traceId } = givenCaller()
    const { scope: bare } = givenRequest()
    const ask = { topic, orderId: 'p' }
    const relay = await openInstance(shop.tables)
    const relayed = await changeOrder(relay, { ...ask, scope })
    await eventually(async () => (await read(topic)).length === 1)
    await relay[Symbol.asyncDispose]()
    // As long as the server has not noticed, the next events are the relay's, too.
    await eventually(async () => (await locksOf(shop)) === 0)
    await using instance = await openInstance(shop.tables, byConnector)

    const events = [
      await changeOrder(instance, { ...ask, scope }),
      await changeOrder(instance, { ...ask, scope: bare, note: 'ä"\\ \u2028' }),
    ]
    await eventually(async () => (await read(topic)).length === 3)

    const [first, second, third] = await read(topic)
    expect(idsOf(await read(topic))).toEqual([relayed, ...events].map(({ id }) => id))
    expect(spansOf(traceId).filter(({ name }) => name === `send ${topic}`)).toHaveLength(1)
    expect(second).toMatchObject({ key: 'p', partition: first?.partition })
    expect([second?.value, third?.value]).toEqual(events.map(({ data }) => JSON.stringify(data)))
    const { ce_id, ce_time, traceparent, ce_traceparent, ...same } = first?.headers ?? {}
    expect(second?.headers).toMatchObject({ ...same, ce_time: events[0]?.time })
    expect(Object.keys(second?.headers ?? {}).sort()).toEqual(
      Object.keys(first?.headers ?? {}).sort(),
    )
    expect(second?.headers.ce_traceparent).toBe(second?.headers.traceparent)
    expect(second?.headers.traceparent).toContain(traceId)
    expect(third?.headers).toMatchObject({ tracestate: '', baggage: '' })
    expect(await waiting(shop.tables)).toBe(0)
  })

  const untilMore = async (topic: string) => {
    const seen = (await read(topic)).length
    await eventually(async () => (await read(topic)).length > seen + 50, patient)
  }

  test('O2 O8 it is killed, and PostgreSQL after it: nothing is lost, out of order or without its trace', async () => {
    const topic = await openTopic()
    const accepted: Accepted = new Map()
    await using instance = await openInstance(shop.tables, byConnector)
    const load = { topic, instances: [instance], orders: givenOrders(), accepted }
    const stop = startOrders(load)

    await untilMore(topic)
    await connector.process.kill()
    await eventually(async () => (await lagOf(instance))?.readers === 0)
    connector = await startConnector()
    await eventually(async () => (await lagOf(instance))?.readers === 1)
    await untilMore(topic)
    await shop.postgres.crash()
    await untilMore(topic)
    await stop()
    await eventually(async () => faultsOf(await read(topic), accepted).lost.length === 0, patient)

    expect(accepted.size).toBeGreaterThan(100)
    expect(faultsOf(await read(topic), accepted)).toEqual(faultless)
  })

  test('O3 O9 instances are switched to it and back under load: nothing is lost or overtaken', async () => {
    const topic = await openTopic()
    const accepted: Accepted = new Map()
    const orders = givenOrders()
    const relay = await openInstance(shop.tables)
    const instances: Instance[] = [relay]
    const stop = startOrders({ topic, instances, orders, accepted })
    await untilMore(topic)

    // Side by side, with a connector that is late: whatever it got would be overtaken.
    await connector.process.kill()
    instances.push(await openInstance(shop.tables, byConnector))
    await untilMore(topic)
    instances.shift()
    await relay[Symbol.asyncDispose]()
    instances.push(await openInstance(shop.tables, byConnector))
    await untilMoreAreLeft(accepted)
    await stop()
    const { log, lines } = collectingLog()
    const starting = openInstance(shop.tables, { log })
    await eventually(() => lines.some(({ event }) => event === 'outbox.waits-for-connector'))
    for (const instance of instances) await instance[Symbol.asyncDispose]()
    connector = await startConnector()
    await using back = await starting
    const { lost } = faultsOf(await read(topic), accepted)
    const again = startOrders({ topic, instances: [back], orders, accepted })
    await untilMore(topic)
    await again()
    await eventually(async () => (await waiting(shop.tables)) === 0)

    expect(lost).toEqual([])
    expect(faultsOf(await read(topic), accepted)).toEqual(faultless)
  })

  test('O3 while an instance that relays drains, its last events may still leave: nothing is left to the connector', async () => {
    const topic = await openTopic()
    const { scope, traceId } = givenCaller()
    await using relay = await openInstance(shop.tables)
    await using instance = await openInstance(shop.tables, byConnector)

    relay.outbox.relay.quiesce?.()
    await eventually(async () => (await relaysOf(shop)) === 1)
    await changeOrder(instance, { topic, orderId: 'q', scope })
    await eventually(async () => (await read(topic)).length > 0)

    await eventually(() => isRelayed(traceId, topic))
  })

  // What is accepted and in no row lies in the log, for the connector.
  const untilMoreAreLeft = async (accepted: Accepted) => {
    await eventually(async () => (await waiting(shop.tables)) === 0)
    const seen = accepted.size
    await eventually(async () => accepted.size > seen + 50 && (await waiting(shop.tables)) === 0)
  }
})

// The answer comes a moment after the record is there.
const isRelayed = (traceId: string, topic: string) =>
  spansOf(traceId).some(({ name }) => name === `send ${topic}`)

const lagOf = ({ database }: Instance) => readSlotLag(database.kysely, 'tailspan_outbox')

const relaysOf = (shop: Shop) => locksOf(shop, 'and objid = 2147483647')

async function locksOf({ tables }: Shop, which = ''): Promise<number> {
  const [row] = await tables.query<{ n: number }>(
    `select count(*)::int as n from pg_locks where locktype = 'advisory' ${which}`,
  )
  return row?.n ?? 0
}
