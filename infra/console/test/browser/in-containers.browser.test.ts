import { exercises } from '@tailspan/exercises'
import { findFreePorts, toRunner } from '@tailspan/local'
import { eventually, readRows, spanOf } from '@tailspan/testkit'
import { type Span, SpanStore } from '@tailspan/trace-testing'
import { expect, inject, onTestFinished, test } from 'vitest'
import { openConsole } from '../../src/open-console.ts'
import { findBarriers } from './axe.ts'
import { useBrowser } from './open-browser.ts'

const browser = useBrowser()
const patience = { timeout: 120_000 }
const quiet = exercises.find(({ changes }) => changes === 'nothing')
const others = exercises.filter((one) => one !== quiet)

/** A console of the running system whose parts belong to somebody else, as in containers. */
async function givenConsole(readOnly?: string) {
  const { databaseUrl, ports } = inject('console')
  const [port = 0] = await findFreePorts(1)
  const store = new SpanStore()
  const system = {
    ...({ mode: 'docker', databaseUrl, store, ports: { ...ports, console: port } } as const),
    mailUrl: `http://127.0.0.1:${ports.mail}`,
    kafkaBrokers: `127.0.0.1:${ports.kafka}`,
    readOnly,
  }
  const companion = await openConsole(toRunner(system, { protocol: 'http1', note() {} }))
  onTestFinished(() => companion.stop())
  return { url: companion.url, store }
}

/** What Jaeger would tell: an answer, and two mails after it. */
function spansOf(traceId: string): Span[] {
  const request = endedAt('POST /orders', { traceId, kind: 'SERVER', endMs: 10 })
  const mail = (endMs: number) => ({
    ...endedAt('send mail', { traceId, kind: 'CLIENT', endMs }),
    parentSpanId: request.spanId,
    startNs: 11_000_000n,
  })
  return [request, mail(20), mail(30)]
}

type Drawn = Pick<Span, 'traceId' | 'kind'> & { readonly endMs: number }

function endedAt(name: string, { endMs, ...given }: Drawn): Span {
  const spanId = endMs.toString(16).padStart(16, '0')
  return spanOf(name, { ...given, spanId, from: 0, to: endMs })
}

test('the exercise that changes nothing runs through to its truth, by the ledger of the containers', async () => {
  const { url, store } = await givenConsole()
  const page = await browser.open('/mails')
  await page.goto(`${url}/exercises/${quiet?.slug}`)
  await page.locator('main[data-live]').waitFor(patience)

  await page.getByRole('radio').last().check()
  await page.getByRole('button', { name: quiet?.action ?? '' }).click()
  const traceId = await eventually(async () => {
    const answer = await fetch(page.url(), { headers: { accept: 'application/json' } })
    const { watches } = (await answer.json()) as { watches: string[] }
    return watches.find((topic) => topic.startsWith('trace:'))?.slice(6) ?? false
  })
  store.add(spansOf(traceId))
  await page.locator('#came-true, #failure').waitFor(patience)

  expect(await page.locator('#truth').textContent()).toBe(quiet?.truth)
  for (const figure of ['accepted', 'delivered'])
    expect(await page.locator(`[data-figure="${figure}"]`).first().textContent()).toBe('1')
})

test('every other exercise is off and says what would run it', async () => {
  const { url } = await givenConsole()
  const page = await browser.open('/mails')

  await page.goto(`${url}/exercises`)
  await page.locator('main[data-live]').waitFor(patience)
  expect(await page.getByText('not here').count()).toBe(others.length)
  await page.getByText('npm start -- --local starts a system').waitFor(patience)
  const [changing] = others
  await page.goto(`${url}/exercises/${changing?.slug}`)
  await page.getByText('npm start -- --local starts a system').waitFor(patience)
  await page.locator('main[data-live]').waitFor(patience)

  expect(await page.getByRole('button', { name: changing?.action ?? '' }).isEnabled()).toBe(false)
  await page.getByText('What it shows where it can be run').click()
  await page.getByText(changing?.truth ?? '', { exact: true }).waitFor(patience)
  expect(await findBarriers(page)).toEqual([])
  const answer = await fetch(`${url}/actions/run-exercise`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ slug: changing?.slug, prediction: changing?.expected }),
  })
  expect([answer.status, (await answer.json()) as object]).toMatchObject([
    409,
    { code: 'not-ours' },
  ])
})

test.each([
  ['belong to somebody else', undefined, 'npm start -- --local starts a system'],
  ['are only shown', 'it only shows', 'it only shows'],
])(
  'where the parts %s, faults and comparisons are in the navigation, told and off, with the reason',
  async (_, readOnly, reason) => {
    const { url } = await givenConsole(readOnly)
    const page = await browser.open('/mails')
    await page.goto(url)

    await page.getByRole('link', { name: 'Faults', exact: true }).click()
    await page.locator('main[data-live]').waitFor(patience)
    await page.locator('main').getByText(reason).waitFor(patience)
    await page.getByText('pricing is ready').waitFor(patience)
    expect(await page.getByRole('button', { disabled: false }).count()).toBe(0)
    expect(await page.getByRole('button', { disabled: true }).count()).toBeGreaterThan(9)
    expect(await findBarriers(page)).toEqual([])

    await page.getByRole('link', { name: 'Side by side', exact: true }).click()
    await page.locator('main[data-live]').waitFor(patience)
    await page.locator('main').getByText(reason).waitFor(patience)
    expect(await page.getByRole('button', { name: 'Compare' }).isEnabled()).toBe(false)
    expect(await findBarriers(page)).toEqual([])
    await page.locator('[data-expected="sigkill"] a').click()
    await page.locator('h1', { hasText: 'under sigkill' }).waitFor(patience)
    await page.locator('main[data-live]').waitFor(patience)
    await page.getByText('What it shows where it can be run').click()
    await page.locator('[data-expected="durable"]').waitFor(patience)
    expect(await page.getByRole('button', { name: 'Compare' }).isEnabled()).toBe(false)
    expect(await findBarriers(page)).toEqual([])
  },
)

test.each([
  ['compare', { left: 'detached', right: 'durable', fault: 'calm', orders: '1', seed: '1' }],
  ['turn-fault', { fault: 'pricing-stopped', isOn: 'yes' }],
  ['use-strategy', { strategy: 'detached' }],
  ['reset-system', {}],
])('%s is refused there all the same', async (action, body) => {
  for (const [readOnly, code] of [
    [undefined, 'not-ours'],
    ['it only shows', 'read-only'],
  ]) {
    const { url } = await givenConsole(readOnly)

    const answer = await fetch(`${url}/actions/${action}`, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

    expect([answer.status, (await answer.json()) as object]).toMatchObject([409, { code }])
  }
})

test('a console that only shows counts the orders in the tables of the services', async () => {
  const { url } = await givenConsole('it only shows')
  const page = await browser.open('/mails')
  const statement = `select least(count(*), 1000)::int as orders from "order".orders`

  await page.goto(`${url}/ledger`)
  await page.locator('[data-figure="accepted"]').waitFor(patience)

  const figure = (name: string) => page.locator(`[data-figure="${name}"] dd`).first().textContent()
  await eventually(async () => {
    const [row] = await readRows<{ orders: number }>(inject('console').databaseUrl, statement)
    const [accepted, ...rest] = (
      await Promise.all(['accepted', 'delivered', 'waiting', 'elsewhere'].map(figure))
    ).map(Number)
    expect(accepted).toBe(row?.orders)
    expect(rest.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(accepted ?? 0)
    expect(rest[0]).toBeGreaterThan(0)
  })
  expect(await findBarriers(page)).toEqual([])
})
