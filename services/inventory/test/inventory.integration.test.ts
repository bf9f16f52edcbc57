import type { StockLevels } from '@tailspan/contracts'
import {
  eventually,
  type OwnKafka,
  readTopic,
  startOwnKafka,
  writeRecords,
} from '@tailspan/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { givenPlaced, openInventory } from './open-inventory.ts'

type Opened = Awaited<ReturnType<typeof openInventory>>

// Its group and its topics have fixed names: on the shared broker it would consume other tests' events.
const closing = new AsyncDisposableStack()
let kafka: OwnKafka
let stock: Opened

beforeAll(async () => {
  kafka = closing.use(await startOwnKafka())
  stock = closing.use(await openInventory(kafka))
})
afterAll(() => closing.disposeAsync())

const typesOf = (records: readonly { headers: Readonly<Record<string, string>> }[]) =>
  records.map(({ headers }) => headers.ce_type)

describe('its HTTP surface', () => {
  test('stock is shown by sku, each once', async () => {
    const { status, body } = await stock.ask<StockLevels>('/stock?sku=samovar&sku=mug&sku=samovar')

    expect(status).toBe(200)
    expect(new Set(body.levels.map(({ sku }) => sku)).size).toBe(2)
    expect(body.levels).toContainEqual({ sku: 'samovar', available: 3 })
  })

  test.each([
    ['no sku', '400 invalid-request', '/stock'],
    ['what is no sku', '400 invalid-request', '/stock?sku=A%20cup'],
    ['more than fifty', '400 invalid-request', `/stock?${'sku=tea&'.repeat(51)}`],
    ['a sku that is not kept', '422 sku-unknown', '/stock?sku=tea&sku=gold'],
  ])('%s is refused with %s', async (_, answer, path) => {
    const refused = await stock.ask(path)

    expect(refused.headers.get('content-type')).toContain('application/problem+json')
    expect(`${refused.status} ${refused.body.code}`).toBe(answer)
  })

  test('it is ready when PostgreSQL, Kafka and its consumer are', async () => {
    const isHealthy = {
      postgres: 'ok',
      kafka: 'ok',
      'kafka rights': 'ok',
      consumer: 'ok',
      'consumer group': 'ok',
    }

    await expect.poll(async () => (await stock.ask('/readyz')).status).toBe(200)
    expect((await stock.ask('/healthz')).status).toBe(200)
    await expect.poll(async () => (await stock.service.readiness.check()).checks).toEqual(isHealthy)
  })

  test('its document names every route that it serves', async () => {
    const { body } = await stock.ask<{ paths: object }>('/openapi.json')

    expect(Object.keys(body.paths)).toEqual(['/stock', '/healthz', '/readyz'])
  })
})

describe('what it consumes', () => {
  test('order.placed holds all lines, and stock.held is published', async () => {
    const before = await stock.available('mug')
    const order = givenPlaced({ sku: 'tea', quantity: 2 }, { sku: 'mug', quantity: 5 })

    await stock.publishPlaced(order)

    const [record] = await eventually(async () => atLeast(1, await stock.published(order)))
    expect(record?.headers).toMatchObject({ ce_type: 'stock.held', ce_subject: order.orderId })
    expect(JSON.parse(record?.value ?? '')).toEqual({ orderId: order.orderId, lines: order.lines })
    expect(await stock.available('mug')).toBe(before - 5)
  })

  test('an order of which one line is short holds nothing, and stock.short is published', async () => {
    const before = await stock.available('mug')
    const order = givenPlaced({ sku: 'mug', quantity: 1 }, { sku: 'samovar', quantity: 4 })

    await stock.publishPlaced(order)

    const [record] = await eventually(async () => atLeast(1, await stock.published(order)))
    expect(record?.headers).toMatchObject({ ce_type: 'stock.short' })
    expect(JSON.parse(record?.value ?? '')).toEqual({
      orderId: order.orderId,
      missing: ['samovar'],
    })
    expect(await stock.available('mug')).toBe(before)
  })

  test('C1 the same event twice, and another one of the same order, hold once', async () => {
    const order = givenPlaced({ sku: 'cocoa', quantity: 3 })
    const before = await stock.available('cocoa')
    await stock.publishPlaced(order, `placed-${order.orderId}`)
    await eventually(async () => atLeast(1, await stock.published(order)))

    await stock.publishPlaced(order, `placed-${order.orderId}`)
    await stock.publishPlaced(order)
    await takenIn(order.orderId)

    expect(typesOf(await stock.published(order))).toEqual(['stock.held'])
    expect(await stock.available('cocoa')).toBe(before - 3)
  })

  test('W1 while the disk of PostgreSQL is full it is not ready, and the order waits', async () => {
    const order = givenPlaced({ sku: 'tea', quantity: 1 })
    const status = async () => (await stock.ask('/readyz')).status
    await fillDisk(stock)

    await stock.publishPlaced(order)
    await eventually(async () => (await status()) === 503)
    await stock.database.query('drop function refuse() cascade')

    await eventually(async () => atLeast(1, await stock.published(order)))
    await eventually(async () => (await status()) === 200)
    const buried = await readTopic(kafka.brokers, 'orders.dlt')
    expect(buried.filter(({ key }) => key === order.orderId)).toEqual([])
  })

  test('C5 a record that cannot be read becomes a dead letter, and the next one is handled', async () => {
    const order = givenPlaced({ sku: 'tea', quantity: 1 })

    await takenIn(order.orderId)
    await stock.publishPlaced(order)

    await eventually(async () => atLeast(1, await stock.published(order)))
  })
})

test('O1 with EVENTS=debezium events are left to a connector; while none reads, the relay has them', async () => {
  await using own = await openInventory(kafka, { EVENTS: 'debezium' })
  const order = givenPlaced({ sku: 'tea', quantity: 1 })

  await own.publishPlaced(order)
  await eventually(async () => atLeast(1, await own.published(order)))

  // The lock of those who leave their events to a connector; another member may have published this one.
  const locks = () =>
    own.database.query(
      'select pid from pg_locks join pg_database on pg_database.oid = database where objid = 2147483646 and datname = current_database()',
    )
  await expect.poll(locks).toHaveLength(1)
})

describe('how it stops', () => {
  // The group's only member has every partition; of two, the other one might get the order.
  beforeAll(() => stock.service.stop())

  test('H1 H2 a question in hand is answered, then nothing answers', async () => {
    await using own = await openInventory(kafka)
    const lock = await own.lockStock()
    const answering = own.ask('/stock?sku=tea')
    await eventually(async () => (await own.waiting()) === 1)

    const stopping = own.service.stop()
    await eventually(() => !own.service.readiness.ready())
    await lock[Symbol.asyncDispose]()
    const answer = await answering
    const exitCode = await stopping

    expect([answer.status, exitCode]).toEqual([200, 0])
    await expect(own.ask('/healthz')).rejects.toThrow('fetch failed')
  })

  test('S7 an order in hand is decided, and its event is on Kafka', async () => {
    await using own = await openInventory(kafka)
    const order = givenPlaced({ sku: 'tea', quantity: 1 })
    const lock = await own.lockStock()
    await own.publishPlaced(order)
    await eventually(async () => (await own.waiting()) === 1)

    const stopping = own.service.stop()
    await eventually(() => !own.service.readiness.ready())
    await lock[Symbol.asyncDispose]()
    const exitCode = await stopping

    expect(exitCode).toBe(0)
    expect(typesOf(await own.published(order))).toEqual(['stock.held'])
    expect(await own.database.query('select id from outbox')).toEqual([])
  })
})

/** Every hold is refused as by a server without room; everything else is answered. */
async function fillDisk({ database }: Opened): Promise<void> {
  await database.query(
    `create function refuse() returns trigger language plpgsql as
      $$ begin raise exception 'No space left on device' using errcode = '53100'; end $$`,
  )
  await database.query(
    'create trigger disk_full before insert on holds for each row execute function refuse()',
  )
}

function atLeast<T>(count: number, records: readonly T[]): readonly T[] | false {
  return records.length >= count && records
}

/** Behind a record that cannot be read: what lies before it in its partition has been taken in. */
async function takenIn(orderId: string): Promise<void> {
  const headers = { ce_type: 'order.placed', ce_id: `marker-${orderId}` }
  const marker = { key: orderId, value: '{', headers }
  await writeRecords({ brokers: kafka.brokers, topic: 'orders' }, [marker])
  await eventually(async () =>
    (await readTopic(kafka.brokers, 'orders.dlt')).some(({ key }) => key === orderId),
  )
}
