import { randomUUIDv7 } from 'node:crypto'
import type { Transaction } from '@tailspan/postgres'
import { createDatabase } from '@tailspan/postgres'
import { createScope } from '@tailspan/scope'
import { createLog } from '@tailspan/telemetry'
import { createTestDatabase, infrastructure, type TestDatabase } from '@tailspan/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HoldDecision } from '../src/domain/hold.ts'
import type { StockStore } from '../src/domain/stock-store.ts'
import { createStockStore } from '../src/postgres/stock-store.ts'
import type { Tables } from '../src/postgres/tables.ts'

const scope = createScope()
const closing = new AsyncDisposableStack()
let database: TestDatabase
let store: StockStore<Transaction<Tables>>

beforeAll(async () => {
  database = closing.use(await createTestDatabase(infrastructure().postgresUrl))
  store = createStockStore(await openDatabase(database.url))
})
afterAll(() => closing.disposeAsync())

test('all lines are held together, and what is held is no longer available', async () => {
  const [tea, mug] = [await newSku(5), await newSku(1)]

  const decision = await hold({ [tea]: 2, [mug]: 1 })

  expect(decision?.missing).toEqual([])
  expect(await levels(tea, mug)).toEqual({ [tea]: 3, [mug]: 0 })
})

test('one line that is short holds nothing of the others', async () => {
  const [tea, mug] = [await newSku(5), await newSku(0)]

  const decision = await hold({ [tea]: 2, [mug]: 1 })

  expect(decision?.missing).toEqual([mug])
  expect(await levels(tea)).toEqual({ [tea]: 5 })
})

test('C1 an order is decided once, whether its message is redelivered or another one names it', async () => {
  const tea = await newSku(5)
  const orderId = randomUUIDv7()
  const message = { orderId, messageId: randomUUIDv7() }

  const first = await hold({ [tea]: 2 }, message)
  const sameMessage = await hold({ [tea]: 2 }, message)
  const sameOrder = await hold({ [tea]: 2 }, { orderId })

  expect([first?.missing, sameMessage, sameOrder]).toEqual([[], undefined, undefined])
  expect(await levels(tea)).toEqual({ [tea]: 3 })
})

test('C2 a decision whose event cannot be stored is not made, and the message can be redelivered', async () => {
  const tea = await newSku(5)
  const message = { orderId: randomUUIDv7(), messageId: randomUUIDv7() }
  const refuse = () => Promise.reject(new Error('too large to be stored'))

  const failed = store.hold(request({ [tea]: 2 }, message), refuse, scope)
  await expect(failed).rejects.toThrow('too large')
  const between = await levels(tea)
  const again = await hold({ [tea]: 2 }, message)

  expect(between).toEqual({ [tea]: 5 })
  expect(again?.missing).toEqual([])
})

test('twenty orders for ten pieces at once: ten are held, none twice', async () => {
  const [tea, mug] = [await newSku(10), await newSku(10)]
  const crossed = (i: number) => (i % 2 ? { [tea]: 1, [mug]: 1 } : { [mug]: 1, [tea]: 1 })

  const decisions = await Promise.all(Array.from({ length: 20 }, (_, i) => hold(crossed(i))))

  expect(decisions.filter((one) => one?.missing.length === 0)).toHaveLength(10)
  expect(await levels(tea, mug)).toEqual({ [tea]: 0, [mug]: 0 })
})

test('an unknown sku is short and has no level', async () => {
  const decision = await hold({ gold: 1 })

  expect(decision?.missing).toEqual(['gold'])
  expect(await levels('gold')).toEqual({})
})

test('an order of another shop may have more lines than a statement has places for values', async () => {
  const skus = Array.from({ length: 70_000 }, (_, i) => `unknown-${i}`)

  const decision = await hold(Object.fromEntries(skus.map((sku) => [sku, 1])))

  expect(decision?.missing).toHaveLength(70_000)
})

test('twenty thousand lines of one sku are as quick as one', async () => {
  const [tea, mug] = [await newSku(20_000), await newSku(1)]
  const lines = Array(20_000).fill({ sku: tea, quantity: 1 })
  const order = { ...request({}), lines: [...lines, { sku: mug, quantity: 1 }] }
  const made: HoldDecision[] = []

  await store.hold(order, async (decision) => void made.push(decision), scope)

  expect(made[0]?.missing).toEqual([])
  expect(await levels(tea, mug)).toEqual({ [tea]: 0, [mug]: 0 })
})

test('a hold that is cancelled before its commit holds nothing', async () => {
  const tea = await newSku(5)
  const cancelled = createScope({ signal: AbortSignal.abort(new Error('client left')) })

  const holding = store.hold(request({ [tea]: 2 }), async () => {}, cancelled)

  await expect(holding).rejects.toThrow('client left')
  expect(await levels(tea)).toEqual({ [tea]: 5 })
})

async function openDatabase(url: string) {
  const migrations = new URL('../migrations/', import.meta.url)
  const log = createLog({ service: 'inventory', level: 'silent' })
  const { actor, ...own } = createDatabase<Tables>({ url, migrations, log })
  const { signal } = new AbortController()
  await actor.start?.(signal)
  closing.defer(async () => void (await actor.stop?.(signal)))
  return { actor, ...own }
}

async function newSku(available: number): Promise<string> {
  const sku = `sku-${randomUUIDv7().slice(-12)}`
  await database.query('insert into stock (sku, available) values ($1, $2)', [sku, available])
  return sku
}

async function levels(...skus: string[]): Promise<Record<string, number>> {
  return Object.fromEntries(await store.findLevels(skus, scope))
}

type Message = { readonly orderId?: string; readonly messageId?: string }

/** The decision, if one was made. */
async function hold(
  quantities: Record<string, number>,
  message?: Message,
): Promise<HoldDecision | undefined> {
  const made: HoldDecision[] = []
  const note = async (decision: HoldDecision) => void made.push(decision)
  await store.hold(request(quantities, message), note, scope)
  return made[0]
}

function request(
  quantities: Record<string, number>,
  { orderId = randomUUIDv7(), messageId = randomUUIDv7() }: Message = {},
) {
  const lines = Object.entries(quantities).map(([sku, quantity]) => ({ sku, quantity }))
  return { orderId, lines, messageId, decidedAt: new Date(), eventId: randomUUIDv7() }
}
