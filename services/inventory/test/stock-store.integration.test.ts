import { randomUUIDv7 } from 'node:crypto'
import { createScope } from '@tailspan/scope'
import { createTestDatabase, infrastructure, type TestDatabase } from '@tailspan/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StockStore } from '../src/domain/stock-store.ts'
import { openStore } from './open-store.ts'

const scope = createScope()
const closing = new AsyncDisposableStack()
let database: TestDatabase
let store: StockStore

beforeAll(async () => {
  database = closing.use(await createTestDatabase(infrastructure().postgresUrl))
  store = closing.use(await openStore(database.url))
})
afterAll(() => closing.disposeAsync())

test('all lines are held together, and what is held is no longer available', async () => {
  const [tea, mug] = [await newSku(5), await newSku(1)]

  const decision = await hold({ [tea]: 2, [mug]: 1 })

  expect(decision).toEqual({ missing: [], said: ['stock.held'] })
  expect(await levels(tea, mug)).toEqual({ [tea]: 3, [mug]: 0 })
})

test('one line that is short holds nothing of the others', async () => {
  const [tea, mug] = [await newSku(5), await newSku(0)]

  const decision = await hold({ [tea]: 2, [mug]: 1 })

  expect(decision).toEqual({ missing: [mug], said: ['stock.short'] })
  expect(await levels(tea)).toEqual({ [tea]: 5 })
})

test('C1 an order is decided once, whether its message is redelivered or another one names it', async () => {
  const tea = await newSku(5)
  const orderId = randomUUIDv7()
  const message = { orderId, messageId: randomUUIDv7() }

  await hold({ [tea]: 2 }, message)
  await hold({ [tea]: 2 }, message)
  const decision = await hold({ [tea]: 2 }, { orderId })

  expect(decision).toEqual({ missing: [], said: ['stock.held'] })
  expect(await levels(tea)).toEqual({ [tea]: 3 })
})

test('C2 a decision whose event cannot be stored is not made, and the message can be redelivered', async () => {
  const tea = await newSku(5)
  const message = { orderId: randomUUIDv7(), messageId: randomUUIDv7() }

  await database.query('alter table outbox add constraint refuse check (false) not valid')
  await expect(hold({ [tea]: 2 }, message)).rejects.toMatchObject({ cause: { code: '23514' } })
  const between = await levels(tea)
  await database.query('alter table outbox drop constraint refuse')
  const again = await hold({ [tea]: 2 }, message)

  expect(between).toEqual({ [tea]: 5 })
  expect(again).toEqual({ missing: [], said: ['stock.held'] })
})

test('twenty orders for ten pieces at once: ten are held, none twice', async () => {
  const [tea, mug] = [await newSku(10), await newSku(10)]
  const crossed = (i: number) => (i % 2 ? { [tea]: 1, [mug]: 1 } : { [mug]: 1, [tea]: 1 })

  const decisions = await Promise.all(Array.from({ length: 20 }, (_, i) => hold(crossed(i))))

  expect(decisions.filter(({ missing }) => missing.length === 0)).toHaveLength(10)
  expect(await levels(tea, mug)).toEqual({ [tea]: 0, [mug]: 0 })
})

test('an unknown sku is short and has no level', async () => {
  const decision = await hold({ gold: 1 })

  expect(decision.missing).toEqual(['gold'])
  expect(await levels('gold')).toEqual({})
})

test('an order of another shop may have more lines than a statement has places for values', async () => {
  const skus = Array.from({ length: 70_000 }, (_, i) => `unknown-${i}`)

  const decision = await hold(Object.fromEntries(skus.map((sku) => [sku, 1])))

  expect(decision.missing).toHaveLength(70_000)
})

test('twenty thousand lines of one sku are as quick as one', async () => {
  const [tea, mug] = [await newSku(20_000), await newSku(1)]
  const lines = Array(20_000).fill({ sku: tea, quantity: 1 })

  await store.holdAndAnnounce(
    { ...request({}), lines: [...lines, { sku: mug, quantity: 1 }] },
    scope,
  )

  expect(await levels(tea, mug)).toEqual({ [tea]: 0, [mug]: 0 })
})

test('a hold that is cancelled before its commit holds nothing', async () => {
  const tea = await newSku(5)
  const cancelled = createScope({ signal: AbortSignal.abort(new Error('client left')) })

  const holding = store.holdAndAnnounce(request({ [tea]: 2 }), cancelled)

  await expect(holding).rejects.toThrow('client left')
  expect(await levels(tea)).toEqual({ [tea]: 5 })
})

async function newSku(available: number): Promise<string> {
  const sku = `sku-${randomUUIDv7().slice(-12)}`
  await database.query('insert into stock (sku, available) values ($1, $2)', [sku, available])
  return sku
}

async function levels(...skus: string[]): Promise<Record<string, number>> {
  return Object.fromEntries(await store.findLevels(skus, scope))
}

type Message = { readonly orderId?: string; readonly messageId?: string }

/** What is noted about the order afterwards, and the events that were ever said of it. */
async function hold(quantities: Record<string, number>, message?: Message) {
  const one = request(quantities, message)
  await store.holdAndAnnounce(one, scope)
  const [row] = await database.query<{ missing: string[] | null }>(
    'select missing from holds where order_id = $1',
    [one.orderId],
  )
  const events = await database.query<{ type: string }>(
    'select type from outbox where aggregateid = $1',
    [one.orderId],
  )
  return { missing: row?.missing ?? [], said: events.map(({ type }) => type) }
}

function request(
  quantities: Record<string, number>,
  { orderId = randomUUIDv7(), messageId = randomUUIDv7() }: Message = {},
) {
  const lines = Object.entries(quantities).map(([sku, quantity]) => ({ sku, quantity }))
  return { orderId, lines, messageId, decidedAt: new Date(), eventId: randomUUIDv7() }
}
