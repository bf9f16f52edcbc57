import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { questions } from '@tailspan/exercises/questions'
import { comparableFaults, switchWords } from '@tailspan/experiment/words'
import { chooseFreePorts } from '@tailspan/local'
import { expect, onTestFinished, test } from 'vitest'
import { html } from '../html/html.ts'
import { openConsole } from '../open-console.ts'
import { allPages } from '../pages/all-pages.ts'
import { readReadOnlyConfig } from './config.ts'
import { toReadOnlyRunner } from './to-read-only-runner.ts'

const traceId = '0123456789abcdef0123456789abcdef'
const stored = {
  traceId,
  spanId: '1111111111111111',
  name: 'POST /orders',
  kind: 2,
  startTimeUnixNano: '1000',
  endTimeUnixNano: '2000',
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

  const overview = await (await fetch(url)).text()
  const acted = await fetch(`${url}/actions/place-order`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ sku: 'tea', quantity: '1' }),
  })
  const burst = await fetch(`${url}/ledger/0123abcd`)

  expect(overview).not.toMatch(/<form|<button/)
  expect(overview).toMatch(/kafka[\s\S]*(away|not ready)/)
  expect([acted.status, (await acted.json()) as object]).toMatchObject([409, { code: 'read-only' }])
  expect(burst.status).toBe(404)
})

test.each(questions)(
  '$title is read there with its truth and its code line; its button is off, with the reason',
  async ({ slug, question, predictions, truth, code, notToConclude }) => {
    const { url } = await givenConsole()

    const page = await (await fetch(`${url}/exercises/${slug}`)).text()
    const list = await (await fetch(`${url}/exercises`)).text()

    const says = predictions.map((one) => one.says)
    for (const words of [question, ...says, truth, notToConclude, code[0]?.path ?? ''])
      expect(page).toContain(String(html`${words}`))
    expect(page).toMatch(/<button class="primary" disabled>/)
    expect(page).toContain('This console only shows')
    expect(list).toContain(`href="/exercises/${slug}"`)
    expect(list.match(/not here/g)).toHaveLength(questions.length)
  },
)

test('each strategy and fault is told there, with what can be seen of it; every button is off, with the reason', async () => {
  const { url } = await givenConsole()

  const page = await (await fetch(`${url}/faults`)).text()

  for (const { name, says } of switchWords) {
    expect(page).toContain(String(html`${says}`))
    expect(page).toMatch(new RegExp(`<button class="" aria-pressed="undefined" disabled>${name}<`))
  }
  expect(page).toMatch(/aria-pressed="true" disabled>durable</)
  expect(page).toMatch(/pricing is (away|not ready)/)
  expect(page.match(/not to be seen from outside/g)).toHaveLength(
    switchWords.filter(({ isSeen }) => !isSeen).length,
  )
  expect(page).toContain('This console only shows')
  expect(page).toContain('npm start -- --local')
  expectAllOff(page)
})

test('a comparison is told there with what must come out under each fault; its button is off, with the reason', async () => {
  const { url } = await givenConsole()

  const page = await (await fetch(`${url}/compare`)).text()
  const [, path = ''] = /href="(\/compare\/[^"]*-under-sigkill-[^"]*)"/.exec(page) ?? []
  const one = await (await fetch(url + path)).text()

  for (const { name, says } of comparableFaults) {
    expect(page).toContain(String(html`${says}`))
    expect(page).toContain(`data-expected="${name}"`)
  }
  expect(one).toMatch(/data-expected="durable"[\s\S]*?<td class="">0<\/td>/)
  for (const shown of [page, one]) {
    expect(shown).toContain('npm start -- --local')
    expectAllOff(shown)
  }
})

/** There are buttons, and none of them can be pressed. */
function expectAllOff(page: string): void {
  const buttons = page.match(/<button[^>]*>/g) ?? []
  expect(buttons.length).toBeGreaterThan(0)
  expect(buttons.filter((button) => !button.endsWith(' disabled>'))).toEqual([])
}

test.each(allPages)(
  '$path is there, and every entry of the navigation leads to one',
  async ({ path, nav }) => {
    const { url } = await givenConsole()
    const open: Readonly<Record<string, string>> = {
      '/exercises/:slug': `/exercises/${questions[0]?.slug}`,
      '/compare/:name': '/compare/detached-and-durable-under-calm-1-orders-seed-1',
      '/traces/:traceId': `/traces/${traceId}`,
    }
    const href = path.replace(/\{.*\}/, '')

    const answer = await fetch(url + (open[path] ?? href))

    expect(answer.status).toBe(200)
    if (nav)
      expect(await answer.text()).toContain(`<a href="${href}" aria-current="page">${nav}</a>`)
  },
)

test('what exercises, comparisons and faults tell is read without the engine that does it: its image has none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tailspan-words-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const name of ['exercises', 'experiment'])
    await cp(new URL(`../../../${name}/src`, import.meta.url), join(folder, name), {
      recursive: true,
    })

  const doors = ['exercises/questions/index.ts', 'experiment/words.ts'].map((door) =>
    join(folder, door),
  )
  const load = (path: string) =>
    promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', path])

  expect(await Promise.all(doors.map(load))).toEqual(doors.map(() => ({ stdout: '', stderr: '' })))
})

test('its ledger says what it counts, what it cannot tell apart, and who counts all of it', async () => {
  const { url } = await givenConsole()

  await expect
    .poll(async () => (await fetch(`${url}/ledger`)).text())
    .toContain('PostgreSQL has not counted them in time')

  const page = await (await fetch(`${url}/ledger`)).text()
  expect(page).toContain('This console reads no record of the topics')
  expect(page).toContain('npm start')
  expect(page).not.toMatch(/<form|<button/)
})

test('what it must be told and is not is listed all at once; any password works', () => {
  expect(() => readReadOnlyConfig({})).toThrow(
    /DATABASE_URL[\s\S]*KAFKA_BROKERS[\s\S]*MAIL_URL[\s\S]*JAEGER_URL/,
  )
  expect(readReadOnlyConfig(env).databaseUrl).toBe('postgres://console:a%23b@127.0.0.1:2/tailspan')
})
