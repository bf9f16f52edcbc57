import { newCustomer, postPatiently, type Shop, teaFor, traceIdOf } from '@tailspan/experiment'
import { openShop } from '@tailspan/experiment/vitest'
import { readRows } from '@tailspan/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(async () => {
  expect(await everythingStored()).toEqual([])
  await shop[Symbol.asyncDispose]()
})

const good = () => teaFor(newCustomer())
const withLines = (...lines: object[]) => ({ ...good(), lines })
const withEmail = (email: unknown) => ({ ...good(), customer: { email } })
const line = (fields: object) => withLines({ sku: 'tea', quantity: 1, ...fields })
const manyLines = Array.from({ length: 51 }, (_, i) => ({ sku: `tea-${i}`, quantity: 1 }))
const hugeBody = JSON.stringify({ ...good(), note: 'x'.repeat(70_000) })

test.each([
  ['broken JSON', '{"customer":', 400, 'malformed-json'],
  ['no body', '', 400, 'malformed-json'],
  ['invalid UTF-8 in an escape', '{"a":"\\uZZZZ"}', 400, 'malformed-json'],
  ['a reserved member', '{"__proto__":{"admin":true}}', 400, 'malformed-json'],
  ['a list', [], 400, 'invalid-request'],
  ['null', 'null', 400, 'invalid-request'],
  ['a quantity as text', line({ quantity: '2' }), 400, 'invalid-request'],
  ['a negative quantity', line({ quantity: -1 }), 400, 'invalid-request'],
  ['a quantity of nothing', line({ quantity: 0 }), 400, 'invalid-request'],
  ['a huge quantity', line({ quantity: 1e21 }), 400, 'invalid-request'],
  ['half a piece', line({ quantity: 0.5 }), 400, 'invalid-request'],
  ['no lines', withLines(), 400, 'invalid-request'],
  ['too many lines', withLines(...manyLines), 400, 'invalid-request'],
  ['an unknown field', { ...good(), coupon: 'x' }, 400, 'invalid-request'],
  ['an unknown field in a line', line({ price: 0 }), 400, 'invalid-request'],
  ['no customer', { lines: good().lines }, 400, 'invalid-request'],
  ['an address without a domain', withEmail('ada'), 400, 'invalid-request'],
  ['an address that opens a header', withEmail('a@b.de\r\nBcc: x@y.de'), 400, 'invalid-request'],
  ['an address with a name', withEmail('Ada <a@b.de>'), 400, 'invalid-request'],
  ['an address as a list', withEmail(['a@b.de']), 400, 'invalid-request'],
  ['an unknown sku', line({ sku: 'gold' }), 422, 'sku-unknown'],
  ['a sku named like a property', line({ sku: 'constructor' }), 422, 'sku-unknown'],
  ['a body over the limit', hugeBody, 413, 'payload-too-large'],
])('%s is refused with its problem', async (...[, body, status, code]) => {
  const answer = await postPatiently(shop, body)

  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(await answer.json()).toMatchObject({
    type: `urn:tailspan:problem:${code}`,
    status,
    code,
    title: expect.any(String),
    detail: expect.any(String),
  })
  expect(answer.status).toBe(status)
})

test('every fault of a body is named by its pointer, and no value is repeated', async () => {
  const answer = await postPatiently(shop, {
    customer: { email: 'evil-value' },
    lines: [{ sku: 'tea' }],
  })

  const problem = await answer.json()
  expect(problem).toMatchObject({
    errors: [{ pointer: '#/customer/email' }, { pointer: '#/lines/0/quantity' }],
  })
  expect(JSON.stringify(problem)).not.toContain('evil-value')
})

test.each([
  ['text/plain'],
  ['application/x-www-form-urlencoded'],
  ['application/json; charset=latin1'],
  ['multipart/form-data; boundary=x'],
])('a body that is %s is refused', async (type) => {
  const answer = await postPatiently(shop, good(), { 'content-type': type })

  expect(answer.status).toBe(415)
  expect(await answer.json()).toMatchObject({ code: 'unsupported-media-type' })
})

test.each([
  ['orders/nothing'],
  ['orders/01996b3c-7d7e-7000-8000-000000000001'],
  ['orders/01996b3c-7d7e-7000-8000-000000000001/events'],
  ["orders/'; drop table orders; --"],
  ['orders/%00'],
  ['nowhere'],
  ['debug/pprof/'],
])('GET /%s is not found', async (path) => {
  const answer = await fetch(`${shop.orderUrl}/${path}`)

  expect(answer.status).toBe(404)
  expect(await answer.json()).toMatchObject({
    status: 404,
    code: expect.stringMatching(/not-found/),
  })
})

test('another method is refused and told which are allowed', async () => {
  const answer = await fetch(`${shop.orderUrl}/orders`, { method: 'DELETE' })

  expect(answer.status).toBe(405)
  expect(answer.headers.get('allow')).toContain('POST')
  expect(await answer.json()).toMatchObject({ code: 'method-not-allowed' })
})

test.each([
  ['a traceparent of zeros', { traceparent: `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01` }],
  ['an oversized traceparent', { traceparent: `00-${'a'.repeat(5_000)}-b-01` }],
  ['a traceparent with markup', { traceparent: '<script>alert(1)</script>' }],
  ['an oversized baggage', { baggage: `tenant=${'x'.repeat(9_000)}` }],
  ['a baggage of many entries', { baggage: Array(500).fill('tenant=x').join(',') }],
])('T10 %s is ignored and never echoed', async (_, headers) => {
  const answer = await postPatiently(shop, line({ sku: 'gold' }), headers)

  expect(answer.status).toBe(422)
  expect(traceIdOf(answer)).toMatch(/^(?!0{32})[0-9a-f]{32}$/)
  const told = JSON.stringify([...answer.headers]) + (await answer.text())
  for (const hostile of Object.values(headers)) expect(told).not.toContain(hostile.slice(0, 40))
})

function everythingStored() {
  return readRows(shop.databaseUrl, 'select * from "order".orders')
}

test('the OpenAPI document names every route', async () => {
  const answer = await fetch(`${shop.orderUrl}/openapi.json`)

  expect(await answer.json()).toMatchObject({
    openapi: '3.1.0',
    paths: { '/orders': {}, '/orders/{id}': {}, '/orders/{id}/events': {} },
  })
})
