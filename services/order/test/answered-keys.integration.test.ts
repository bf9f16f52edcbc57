import { randomUUID } from 'node:crypto'
import { createDatabase, transaction } from '@tailspan/postgres'
import { createScope } from '@tailspan/scope'
import { createLog } from '@tailspan/telemetry'
import { createTestDatabase, eventually, infrastructure, startTcpProxy } from '@tailspan/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAnsweredKeys, keepAfterDuplicate } from '../src/postgres/answered-keys.ts'
import type { Tables } from '../src/postgres/tables.ts'

const scope = createScope()
const closing = new AsyncDisposableStack()
let url: string
let database: ReturnType<typeof createDatabase<Tables>>
let keys: ReturnType<typeof createAnsweredKeys>

beforeAll(async () => {
  const outside = closing.use(await createTestDatabase(infrastructure().postgresUrl))
  url = outside.url
  database = await openDatabase(url)
  keys = createAnsweredKeys(database)
})
afterAll(() => closing.disposeAsync())

test('what was kept is found, and only for the same body', async () => {
  const one = newKey()

  const isKept = await keep(one)

  expect(isKept).toBe(true)
  expect(await keys.find(one, scope)).toEqual(answerOf(one.key))
  const other = { ...one, bodyHash: 'other' }
  await expect(keys.find(other, scope)).rejects.toMatchObject({ code: 'idempotency-key-reused' })
})

test('a duplicate waits for the first one, and is not kept beside it', async () => {
  const one = newKey()
  const first = beginKeeping(one)
  await first.kept

  const duplicate = keep(one)
  first.commit()

  expect(await duplicate).toBe(false)
  await first.ended
})

test('a duplicate of one that is rolled back takes its place', async () => {
  const one = newKey()
  const first = beginKeeping(one)
  await first.kept

  const duplicate = keep(one)
  first.rollBack()

  expect(await duplicate).toBe(true)
  await first.ended
})

test('a duplicate that waits too long is told to retry', async () => {
  const one = newKey()
  const first = beginKeeping(one)
  await first.kept

  const duplicate = keep(one, { waitMs: 200 })

  await expect(duplicate).rejects.toMatchObject({
    code: 'idempotency-key-in-use',
    kind: 'conflict',
    retryAfterSeconds: 1,
  })
  first.commit()
  await first.ended
})

test('an expired key is free again', async () => {
  const one = newKey()
  await keep(one, { expiresAt: new Date(Date.now() - 1_000) })

  const found = await keys.find(one, scope)
  const again = await keep(one)

  expect([found, again]).toEqual([undefined, true])
})

test('K4 the key of a host that vanishes in the middle of its order is refused for now, and soon free', async () => {
  const one = newKey()
  await using wire = await startTcpProxy({ target: { port: Number(new URL(url).port) } })
  const through = Object.assign(new URL(url), { port: String(wire.port) }).href
  const vanishing = createDatabase<Tables>({ url: through, statementTimeoutMs: 2_000, log })
  const lost = beginKeeping(one, vanishing)
  await lost.kept

  wire.vanish()
  const duplicate = keep(one, { waitMs: 200 })
  await expect(duplicate).rejects.toMatchObject({ code: 'idempotency-key-in-use' })
  const isKept = await eventually(() => keep(one))
  lost.rollBack()
  await vanishing.actor.stop(AbortSignal.abort())

  expect(isKept).toBe(true)
})

const log = createLog({ service: 'order', level: 'silent' })
const inAnHour = new Date(Date.now() + 3_600_000)
const newKey = () => ({ key: randomUUID(), bodyHash: 'hash' })

function answerOf(id: string) {
  const message = 'confirmation mail will be delivered shortly' as const
  return { id, status: 'placed', totalCents: 920, currency: 'EUR', message } as const
}

function keep(one: ReturnType<typeof newKey>, { expiresAt = inAnHour, waitMs = 60_000 } = {}) {
  const answered = { ...one, answer: answerOf(one.key), expiresAt }
  return transaction(database, scope, (tx) => keepAfterDuplicate(answered, tx, waitMs))
}

/** A request that has kept its answer and is not done yet. */
function beginKeeping(one: ReturnType<typeof newKey>, by = database) {
  const kept = Promise.withResolvers<void>()
  const fate = Promise.withResolvers<void>()
  const ended = transaction(by, scope, async (tx) => {
    await keepAfterDuplicate({ ...one, answer: answerOf(one.key), expiresAt: inAnHour }, tx)
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
