import {
  eventually,
  type OwnKafka,
  readTopic,
  startOwnKafka,
  writeRecords,
} from '@tailspan/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openOrder, tea } from './open-order.ts'

type Opened = Awaited<ReturnType<typeof openOrder>>

// Its group and its topics have fixed names: on the shared broker it would consume other tests' events.
const closing = new AsyncDisposableStack()
let kafka: OwnKafka
let shop: Opened

beforeAll(async () => {
  kafka = closing.use(await startOwnKafka())
  shop = closing.use(await openOrder(kafka))
})
afterAll(() => closing.disposeAsync())

const typesOf = (records: readonly { headers: Readonly<Record<string, string>> }[]) =>
  records.map(({ headers }) => headers.ce_type)

describe('its HTTP surface', () => {
  test('an order is answered with 202, asked of both peers, stored and published', async () => {
    const answer = await shop.post(tea)
    const { id, ...accepted } = answer.body

    expect([answer.status, answer.headers.get('location')]).toEqual([202, `/orders/${id}`])
    expect(accepted).toMatchObject({ status: 'placed', totalCents: 1_840, currency: 'EUR' })
    expect(shop.peers.asked.sort()).toEqual(['GET /stock', 'POST /quotes'])
    expect(await shop.view(id)).toMatchObject({ id, status: 'placed', lines: tea.lines })
    const [record] = await eventually(async () => atLeast(1, await shop.published(id)))
    expect(record).toMatchObject({ key: id, headers: { ce_type: 'order.placed', ce_subject: id } })
  })

  test.each([
    ['a body that is no order', '400 invalid-request', () => shop.post({ lines: [] })],
    ['a field too many', '400 invalid-request', () => shop.post({ ...tea, coupon: 'x' })],
    ['an order that does not exist', '404 order-not-found', () => shop.ask('/orders/7')],
    ['a key that is none', '400 invalid-idempotency-key', () => postWithKey('"')],
  ])('%s is refused with %s', async (_, answer, ask) => {
    const refused = await ask()

    expect(refused.headers.get('content-type')).toContain('application/problem+json')
    expect(`${refused.status} ${refused.body.code}`).toBe(answer)
  })

  test('a sku that a peer does not know is 422, a peer that is away 503; neither stores anything', async () => {
    const before = await countOrders()

    shop.peers.answerWith((path) =>
      path === '/stock'
        ? { status: 422, body: { code: 'sku-unknown', detail: 'no such sku' } }
        : undefined,
    )
    const unknown = await shop.post(tea)
    shop.peers.answerWith((path) => (path === '/quotes' ? { status: 500, body: {} } : undefined))
    const away = await shop.post(tea)
    shop.peers.answerWith(() => undefined)

    expect([unknown.status, unknown.body.code]).toEqual([422, 'sku-unknown'])
    expect([away.status, away.body.code]).toEqual([503, 'pricing-unavailable'])
    expect(Number(away.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await countOrders()).toBe(before)
  })

  test('an order that is sent again with its key gets the first answer, and is stored once', async () => {
    const first = await postWithKey('"k-1"')
    const again = await postWithKey('"k-1"')

    expect(again.body).toEqual(first.body)
    expect(
      (await postWithKey('"k-1"', { ...tea, lines: [{ sku: 'mug', quantity: 1 }] })).status,
    ).toBe(422)
  })

  test('it is ready when PostgreSQL, Kafka and its consumer are', async () => {
    const isHealthy = {
      postgres: 'ok',
      kafka: 'ok',
      'kafka rights': 'ok',
      consumer: 'ok',
      'consumer group': 'ok',
    }

    await expect.poll(async () => (await shop.ask('/readyz')).status).toBe(200)
    expect((await shop.ask('/healthz')).status).toBe(200)
    await expect.poll(async () => (await shop.service.readiness.check()).checks).toEqual(isHealthy)
  })

  test('its document names every route that it serves', async () => {
    const { body } = await shop.ask<{ paths: object }>('/openapi.json')

    expect(Object.keys(body.paths)).toEqual([
      '/orders',
      '/orders/{id}',
      '/orders/{id}/events',
      '/healthz',
      '/readyz',
    ])
  })
})

describe('what it consumes', () => {
  test('stock.held confirms the order, which is published', async () => {
    const id = await shop.place()

    await shop.publishStock('stock.held', { orderId: id, lines: tea.lines })

    await eventually(async () => (await shop.view(id)).status === 'confirmed')
    const records = await eventually(async () => atLeast(2, await shop.published(id)))
    expect(typesOf(records)).toEqual(['order.placed', 'order.confirmed'])
  })

  test('stock.short rejects the order with what is missing, which is published', async () => {
    const id = await shop.place()

    await shop.publishStock('stock.short', { orderId: id, missing: ['tea'] })

    await eventually(async () => (await shop.view(id)).status === 'rejected')
    expect(await shop.view(id)).toMatchObject({ reason: 'out of stock: tea' })
    const records = await eventually(async () => atLeast(2, await shop.published(id)))
    expect(typesOf(records)).toEqual(['order.placed', 'order.rejected'])
  })

  test('C1 the same event twice, and a second decision, change nothing', async () => {
    const id = await shop.place()
    await shop.publishStock('stock.held', { orderId: id, lines: tea.lines }, `held-${id}`)
    await eventually(async () => (await shop.view(id)).status === 'confirmed')

    await shop.publishStock('stock.held', { orderId: id, lines: tea.lines }, `held-${id}`)
    await shop.publishStock('stock.short', { orderId: id, missing: ['tea'] })
    await settleAnotherOf(id)

    expect(await shop.view(id)).toMatchObject({ status: 'confirmed' })
    expect(typesOf(await shop.published(id))).toEqual(['order.placed', 'order.confirmed'])
  })

  test('C5 C10 a record that cannot be read becomes a dead letter, an unknown type is skipped', async () => {
    const id = await shop.place()
    const broken = { key: id, value: '{', headers: { ce_type: 'stock.held', ce_id: 'broken' } }

    await writeRecords({ brokers: kafka.brokers, topic: 'stock' }, [broken])
    await shop.publishStock('stock.counted', { orderId: id })
    await shop.publishStock('stock.held', { orderId: id, lines: tea.lines })

    await eventually(async () => (await shop.view(id)).status === 'confirmed')
    const letters = (await readTopic(kafka.brokers, 'stock.dlt')).filter(({ key }) => key === id)
    expect(letters.map(({ value }) => value)).toEqual(['{'])
  })
})

test('O1 with EVENTS=debezium events are left to a connector; while none reads, the relay has them', async () => {
  await using own = await openOrder(kafka, { EVENTS: 'debezium' })

  const id = await own.place()
  await eventually(async () => atLeast(1, await own.published(id)))

  // The lock of those who leave their events to a connector.
  const locks = () =>
    own.database.query(
      'select pid from pg_locks join pg_database on pg_database.oid = database where objid = 2147483646 and datname = current_database()',
    )
  await expect.poll(locks).toHaveLength(1)
  expect(await own.database.query('select id from outbox where ce_source is not null')).toEqual([])
})

describe('how it stops', () => {
  test('H1 H2 S7 an order in hand is answered and published, then nothing answers', async () => {
    await using own = await openOrder(kafka)
    const lock = await own.lockOrders()
    const answering = own.post(tea)
    await eventually(async () => (await own.waiting()) === 1)

    const stopping = own.service.stop()
    await eventually(() => !own.service.readiness.ready())
    await lock[Symbol.asyncDispose]()
    const answer = await answering
    const exitCode = await stopping

    expect([answer.status, exitCode]).toEqual([202, 0])
    const { id } = answer.body
    expect(typesOf(await own.published(id))).toEqual(['order.placed'])
    await expect(own.ask('/healthz')).rejects.toThrow('fetch failed')
  })

  test('H5 a peer that never answers holds up the stop no longer than its budget', async () => {
    await using own = await openOrder(kafka, { DRAIN: '300ms' })
    own.peers.answerWith(() => new Promise(() => {}))
    const answering = own.post(tea)
    await eventually(() => own.peers.asked.length === 2)

    const exitCode = await own.service.stop()

    expect([(await answering).status, exitCode]).toEqual([503, 1])
    expect(await own.database.query('select id from orders')).toEqual([])
  })
})

function atLeast<T>(count: number, records: readonly T[]): readonly T[] | false {
  return records.length >= count && records
}

function postWithKey(key: string, body: object = tea) {
  return shop.post(body, { 'idempotency-key': key })
}

async function countOrders(): Promise<number> {
  const [row] = await shop.database.query<{ count: number }>('select count(*)::int from orders')
  return row?.count ?? 0
}

/** A further record of the same partition: behind it, those before it have been taken in. */
async function settleAnotherOf(id: string): Promise<void> {
  const marker = { key: id, value: '{', headers: { ce_type: 'stock.held', ce_id: `marker-${id}` } }
  await writeRecords({ brokers: kafka.brokers, topic: 'stock' }, [marker])
  await eventually(async () =>
    (await readTopic(kafka.brokers, 'stock.dlt')).some(({ key }) => key === id),
  )
}
