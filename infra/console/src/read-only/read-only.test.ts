import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chooseFreePorts } from '@tailspan/local'
import { expect, onTestFinished, test } from 'vitest'
import { openConsole } from '../open-console.ts'
import { readReadOnlyConfig } from './config.ts'
import { toReadOnlyRunner } from './to-read-only-runner.ts'

const traceId = '0123456789abcdef0123456789abcdef'
const stored = {
  ...{ traceId, spanId: '1111111111111111', name: 'POST /orders', kind: 2 },
  ...{ startTimeUnixNano: '1000', endTimeUnixNano: '2000' },
}

const env = {
  DATABASE_URL: 'postgres://console@127.0.0.1:2/tailspan',
  DATABASE_PASSWORD: 'a#b',
  KAFKA_BROKERS: '127.0.0.1:2',
  MAIL_URL: 'http://127.0.0.1:2',
  JAEGER_URL: 'http://127.0.0.1:2',
}

/** A console that only shows, beside a Jaeger that knows one trace. */
async function givenConsole() {
  const jaeger = createServer(({ url = '' }, answer) => {
    const scopeSpans = [{ scope: { name: 'tailspan' }, spans: [stored] }]
    const found = url.includes(traceId) && { result: { resourceSpans: [{ scopeSpans }] } }
    answer.writeHead(found ? 200 : 404).end(found ? JSON.stringify(found) : '{}')
  })
  await new Promise<void>((resolve) => jaeger.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void jaeger.close())
  const JAEGER_URL = `http://127.0.0.1:${(jaeger.address() as AddressInfo).port}`
  const ports = await chooseFreePorts()
  const config = { ...readReadOnlyConfig({ ...env, JAEGER_URL }), ports }
  const companion = await openConsole(toReadOnlyRunner(config, () => {}))
  onTestFinished(() => companion.stop())
  return { url: companion.url, jaegerPort: ports.jaeger }
}

test('a console that only shows draws a trace that Jaeger still has, links to it, and says what it is', async () => {
  const { url, jaegerPort } = await givenConsole()

  const page = await (await fetch(`${url}/traces/${traceId}`)).text()

  expect(page).toContain('POST /orders')
  expect(page).toContain(`http://127.0.0.1:${jaegerPort}/trace/${traceId}`)
  expect(page).toContain('This console only shows')
})

test('it offers nothing that acts, and refuses what is sent all the same, with the reason', async () => {
  const { url } = await givenConsole()
  const acting = ['/exercises', '/compare', '/faults', '/ledger']

  const overview = await (await fetch(url)).text()
  const acted = await fetch(`${url}/actions/place-order`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ sku: 'tea', quantity: '1' }),
  })
  const left = await Promise.all(acting.map(async (path) => (await fetch(url + path)).status))

  expect(overview).not.toMatch(/<form|<button/)
  expect(overview).not.toMatch(/href="\/(exercises|compare|faults|ledger)"/)
  expect(overview).toMatch(/kafka[\s\S]*(away|not ready)/)
  expect([acted.status, (await acted.json()) as object]).toMatchObject([409, { code: 'read-only' }])
  expect(left).toEqual([404, 404, 404, 404])
})

test('what it must be told and is not is listed all at once; any password works', () => {
  expect(() => readReadOnlyConfig({})).toThrow(
    /DATABASE_URL[\s\S]*KAFKA_BROKERS[\s\S]*MAIL_URL[\s\S]*JAEGER_URL/,
  )
  expect(readReadOnlyConfig(env).databaseUrl).toBe('postgres://console:a%23b@127.0.0.1:2/tailspan')
})
