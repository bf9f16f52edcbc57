import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { type RunningService, runWired } from '@tailspan/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPricingConfig } from '../src/config.ts'
import { wire } from '../src/wire.ts'

let pricing: RunningService

beforeAll(async () => {
  pricing = await openPricing()
})
afterAll(() => pricing[Symbol.asyncDispose]())

/** The service as it is wired: it needs nothing. */
const openPricing = (env: Readonly<Record<string, string>> = {}) =>
  runWired({ wire, config: readPricingConfig({ HTTP_PORT: '0', DEBUG_PORT: '0', ...env }) })

const quote = (json: unknown) => pricing.ask('/quotes', { json })

describe('its HTTP surface', () => {
  test('lines are quoted in cents', async () => {
    const lines = [
      { sku: 'tea', quantity: 2 },
      { sku: 'samovar', quantity: 1 },
    ]

    const answer = await quote({ lines })

    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({ totalCents: 2 * 920 + 18_900, currency: 'EUR' })
  })

  test.each([
    ['no lines', '400 invalid-request', { lines: [] }],
    ['a field too many', '400 invalid-request', { lines: [{ sku: 'tea', quantity: 1, price: 0 }] }],
    ['a sku without a price', '422 sku-unknown', { lines: [{ sku: 'gold', quantity: 1 }] }],
  ])('%s is refused with %s', async (_, answer, body) => {
    const refused = await quote(body)

    expect(refused.headers.get('content-type')).toContain('application/problem+json')
    expect(`${refused.status} ${refused.body.code}`).toBe(answer)
  })

  test('what is not JSON is refused with 415', async () => {
    const headers = { 'content-type': 'text/plain' }
    const refused = await pricing.ask('/quotes', { json: {}, headers })

    expect(refused.status).toBe(415)
  })

  test('it is ready as soon as it serves: it depends on nothing', async () => {
    const ready = await pricing.ask('/readyz')

    expect([ready.status, (await pricing.ask('/healthz')).status]).toEqual([200, 200])
    expect((await pricing.readiness.check()).checks).toEqual({})
  })

  test('its document names every route that it serves', async () => {
    const { body } = await pricing.ask<{ paths: object }>('/openapi.json')

    expect(Object.keys(body.paths)).toEqual(['/quotes', '/healthz', '/readyz'])
  })
})

describe('what it consumes', () => {
  test('nothing: it starts without a broker and without a database', () => {
    const started = pricing.lines.filter(({ event }) => event === 'actor.started')

    expect(started.map(({ actor }) => actor)).toEqual([
      'uncaught errors',
      'signals',
      'debug listener',
      'telemetry',
      'http',
    ])
  })
})

describe('how it stops', () => {
  test('H2 H4 an idle connection does not delay the stop, then nothing answers', async () => {
    await using own = await openPricing()
    using agent = Object.assign(new Agent({ keepAlive: true }), {
      [Symbol.dispose]: () => agent.destroy(),
    })
    const asking = request(`${own.url}/healthz`, { agent }).end()
    const [answer] = await once(asking, 'response')
    answer.resume()
    await once(answer, 'end')

    const exitCode = await own.stop()

    expect(exitCode).toBe(0)
    await expect(own.ask('/healthz')).rejects.toThrow('fetch failed')
  })

  test('H9 balancers see 503 for DRAIN_DELAY, while quotes are still given', async () => {
    // Longer than this process may stand still before it asks.
    await using own = await openPricing({ DRAIN_DELAY: '5s' })
    const stopping = own.stop()

    const [ready, quoted] = await Promise.all([own.ask('/readyz'), own.ask('/openapi.json')])

    expect([ready.status, quoted.status]).toEqual([503, 200])
    expect(await stopping).toBe(0)
  })
})
