import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { createHttpServer } from '@tailspan/http'
import { expect, onTestFinished, test } from 'vitest'
import { openApi } from './open-api.ts'
import { orderRoutes } from './order-routes.ts'

const order = { customer: { email: 'ada@example.com' }, lines: [{ sku: 'tea', quantity: 1 }] }

test.each([
  ['a'],
  ['8e03978e-40d5-43dd-bc93-6894a57f9324'],
  ['a,b;c=d'],
  ["!#$%&'()*+-./:<=>?@[]^_`{|}~"],
  ['x'.repeat(255)],
  ['"8e03978e-40d5-43dd-bc93-6894a57f9324"'],
  ['"a b"'],
  ['" "'],
  [String.raw`"a\"b\\c"`],
  [`"${'x'.repeat(255)}"`],
  [`"${'\\"'.repeat(255)}"`],
])('L7 the key %s is taken, and the schema says so', async (key) => {
  expect([await statusFor(`Idempotency-Key: ${key}`), isInSchema(key)]).toEqual([202, true])
})

test.each([
  [''],
  ['""'],
  ['"'],
  ['a b'],
  ['ü'],
  ['"ü"'],
  ['a"b'],
  [String.raw`a\b`],
  [String.raw`"a\b"`],
  ['"a'],
  ['"a"b'],
  ['"a" "b"'],
  ['"a"; ttl=1'],
  ['a\tb'],
  ['x'.repeat(256)],
  [`"${'x'.repeat(256)}"`],
])('L7 the key %j is refused, and the schema says so', async (key) => {
  expect([await statusFor(`Idempotency-Key: ${key}`), isInSchema(key)]).toEqual([400, false])
})

test('L7 two keys are none, and no key is no fault', async () => {
  expect(await statusFor('Idempotency-Key: "a"\r\nIdempotency-Key: "b"')).toBe(400)
  expect(await statusFor('Idempotency-Key:')).toBe(400)
  expect(await statusFor('X-Other: a')).toBe(202)
})

test('L7 the same key, quoted or bare, is the same key', async () => {
  const keys: (string | undefined)[] = []

  await statusFor('Idempotency-Key: "a-b"', keys)
  await statusFor('Idempotency-Key: a-b', keys)

  expect(keys).toEqual(['a-b', 'a-b'])
})

/** What the document that is served says of a key: a pattern, and nothing else that could refuse it. */
function isInSchema(key: string): boolean {
  const { parameters } = (openApi.paths['/orders']?.post ?? {}) as { parameters?: Described[] }
  const { schema = {} } = parameters?.find(({ name }) => name === 'Idempotency-Key') ?? {}
  expect(Object.keys(schema).sort()).toEqual(['pattern', 'type'])
  return new RegExp(schema.pattern ?? '', 'u').test(key)
}

type Described = { name: string; schema: { type?: string; pattern?: string } }

/** The status of an order that is sent with this header field, byte for byte. */
async function statusFor(field: string, keys: (string | undefined)[] = []): Promise<number> {
  const body = JSON.stringify(order)
  const socket = connect(await startServer(keys), '127.0.0.1')
  socket.write(
    [
      'POST /orders HTTP/1.1',
      'Host: t',
      'Content-Type: application/json',
      'Connection: close',
      field,
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n'),
  )
  return Number((await text(socket)).split(' ')[1])
}

async function startServer(keys: (string | undefined)[]): Promise<number> {
  const unused = () => Promise.reject(new Error('not asked'))
  const routes = orderRoutes({
    async placeOrder({ idempotencyKey }) {
      keys.push(idempotencyKey?.key)
      const message = 'confirmation mail will be delivered shortly'
      return { id: 'o', status: 'placed', totalCents: 1, currency: 'EUR', message }
    },
    orders: { find: unused, findMany: unused, findSettled: unused },
    watchOrder: unused,
  })
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const server = createHttpServer({ port: 0, routes, log })
  await server.actor.start?.(new AbortController().signal)
  onTestFinished(async () => void (await server.actor.stop?.(AbortSignal.abort(), 0)))
  return server.port()
}
