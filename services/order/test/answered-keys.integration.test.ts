import { randomUUID } from 'node:crypto'
import { createDatabase, type Trips, transaction } from '@tailspan/postgres'
import { createScope } from '@tailspan/scope'
import { createLog } from '@tailspan/telemetry'
import { createTestDatabase, eventually, infrastructure, startTcpProxy } from '@tailspan/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AnsweredKeys } from '../src/domain/idempotency.ts'
import { createAnsweredKeys } from '../src/postgres/answered-keys.ts'
import type { Tables } from '../src/postgres/tables.ts'

const scope = createScope()
const closing = new AsyncDisposableStack()
let url: string
let database: ReturnType<typeof createDatabase<Tables>>
let keys: AnsweredKeys<Trips>
let hasty: AnsweredKeys<Trips>

beforeAll(async () => {
  const outside = closing.use(await createTestDatabase(infrastructure().postgresUrl))
  url = outside.url
  database = await openDatabase(url)
  keys = createAnsweredKeys(database, { twinWaitMs: 60_000 })
  hasty = createAnsweredKeys(database, { twinWaitMs: 200 })
})
afterAll(() => closing.disposeAsync())

test('what was kept is found, and only for the same body', async () => {
  const one = newKey()

  const outcome = await keep(one)

  expect(outcome).toBe('kept')
  expect(await keys.find(one, scope)).toEqual(answerOf(one.key))
  const other = { ...one, bodyHash: 'other' }
  await expect(keys.find(other, scope)).rejects.toMatchObject({ code: 'idempotency-key-reused' })
})

test('a twin waits for the first one, and finds its answer', async () => {
  const one = newKey()
  const first = beginKeeping(one)
  await first.kept

  const twin = keep(one)
  first.commit()

  expect(await twin).toBe('taken')
  await first.ended
})

test('a twin of one that is rolled back takes its place', async () => {
  const one = newKey()
  const first = beginKeeping(one)
  await first.kept

  const twin = keep(one)
  first.rollBack()

  expect(await twin).toBe('kept')
  await first.ended
})

test('a twin that waits too long is told to retry', async () => {
  const one = newKey()
  const first = beginKeeping(one)
  await first.kept

  const twin = keep(one, inAnHour, hasty)

  await expect(twin).rejects.toMatchObject({
    code: 'idempotency-key-in-use',
    kind: 'conflict',
    retryAfterSeconds: 1,
  })
  first.commit()
  await first.ended
})

test('an expired key is free again', async () => {
  const one = newKey()
  await keep(one, new Date(Date.now() - 1_000))

  const found = await keys.find(one, scope)
  const again = await keep(one)

  expect([found, again]).toEqual([undefined, 'kept'])
})

test('K4 the key of a host that vanishes in the middle of its order is refused for now, and soon free', async () => {
  const one = newKey()
  await using wire = await startTcpProxy({ target: { port: Number(new URL(url).port) } })
  const through = Object.assign(new URL(url), { port: String(wire.port) }).href
  const vanishing = createDatabase<Tables>({ url: through, statementTimeoutMs: 2_000, log })
  const lost = beginKeeping(one, vanishing)
  await lost.kept

  wire.vanish()
  const twin = keep(one, inAnHour, hasty)
  await expect(twin).rejects.toMatchObject({ code: 'idempotency-key-in-use' })
  const outcome = await eventually(() => keep(one))
  lost.rollBack()
  await vanishing.actor.stop(AbortSignal.abort())

  expect(outcome).toBe('kept')
})

const log = createLog({ service: 'order', level: 'silent' })
const inAnHour = new Date(Date.now() + 3_600_000)
const newKey = () => ({ key: randomUUID(), bodyHash: 'hash' })

function answerOf(id: string) {
  const message = 'confirmation mail will be delivered shortly' as const
  return { id, status: 'placed', totalCents: 920, currency: 'EUR', message } as const
}

function keep(one: ReturnType<typeof newKey>, expiresAt = inAnHour, through = keys) {
  const answered = { ...one, answer: answerOf(one.key), expiresAt }
  return transaction(database, scope, (tx) => through.keep(answered, tx))
}

/** A request that has kept its answer and is not done yet. */
function beginKeeping(one: ReturnType<typeof newKey>, by = database) {
  const kept = Promise.withResolvers<void>()
  const fate = Promise.withResolvers<void>()
  const ended = transaction(by, scope, async (tx) => {
    await keys.keep({ ...one, answer: answerOf(one.key), expiresAt: inAnHour }, tx)
    kept.resolve()
    await fate.promise
  }).catch(() => {})
  return {
    kept: kept.promise,
    ended,
    commit: fate.resolve,
    rollBack: () => fate.reject(new Error('rolled back')),
  }
}

async function openDatabase(url: string) {
  const migrations = new URL('../migrations/', import.meta.url)
  const opened = createDatabase<Tables>({ url, migrations, log })
  const { signal } = new AbortController()
  await opened.actor.start(signal)
  closing.defer(() => opened.actor.stop(signal))
  return opened
}
