import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, inject, test } from 'vitest'
import { useBrowser } from './open-browser.ts'
import { newSpanId, sendSpans } from './send-spans.ts'

const browser = useBrowser()
const hostile = '<img src=x onerror="globalThis.wasRun = true">'

test('what spans say is text, wherever it stands', async () => {
  const spanId = newSpanId()
  const spans = [
    { name: hostile, spanId, attributes: { [hostile]: hostile } },
    { name: `"><script>wasRun = true</script>`, parentSpanId: spanId },
  ]
  const traceId = await sendSpans(spans, { service: hostile })
  const page = await browser.open(`/traces/${traceId}?span=${spanId}`)
  await page.locator('main[data-live]').waitFor()

  for (const place of ['.name a', '.service', '#detail-title', 'dt', 'dd', '.legend li'])
    expect(await page.locator(place, { hasText: hostile }).count()).toBeGreaterThan(0)
  expect(await page.locator('main img, main script').count()).toBe(0)
  const asServed = await ask({ path: `/traces/${traceId}?span=${spanId}` })
  expect(asServed.body).toContain('&lt;img src=x')
  expect(asServed.body).not.toMatch(/<img|<script>was/)
  expect(await page.evaluate(() => 'wasRun' in globalThis)).toBe(false)
})

test('an order whose sku is markup is refused, and the page of its trace has nothing of it', async () => {
  const page = await browser.open('/')
  await page.locator('main[data-live]').waitFor()

  await page.getByLabel('Sku').fill(hostile)
  await page.getByRole('button', { name: 'Place the order' }).click()
  await page.waitForURL(/\/traces\//)

  await page.getByText('refused', { exact: true }).waitFor()
  expect(await page.locator('main').textContent()).not.toContain('onerror')
  expect(await page.locator('main img').count()).toBe(0)
})

type Asked = {
  readonly method?: string
  readonly path: string
  readonly headers?: Record<string, string>
}

/** Asks the console as any program may, with whatever header it likes. */
async function ask({ method = 'GET', path, headers = {} }: Asked) {
  const { port } = new URL(inject('console').url)
  const call = request({ host: '127.0.0.1', port, method, path, headers, agent: false })
  call.end(method === 'POST' ? '{"sku":"tea","quantity":"1"}' : undefined)
  const answer = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    call.once('response', resolve)
    call.once('error', reject)
  })
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) }
}

const json = { 'content-type': 'application/json' }

test('a foreign Host is refused on every address: a name that was made to lead here', async () => {
  for (const path of ['/', '/orders', '/events', '/assets/browser/main.ts', '/nowhere'])
    for (const host of ['evil.example:8090', 'evil.example', '127.0.0.1', '127.0.0.1:1'])
      expect([path, host, (await ask({ path, headers: { host } })).status]).toEqual([
        path,
        host,
        403,
      ])
})

test('what acts is refused without our Origin, and with that of any other site', async () => {
  const own = inject('console').url
  const act = (headers: Record<string, string>) =>
    ask({ method: 'POST', path: '/actions/place-order', headers: { ...json, ...headers } })

  for (const origin of [
    'http://evil.example',
    'null',
    own.replace('http:', 'https:'),
    `${own}.evil.example`,
  ])
    expect([origin, (await act({ origin })).status]).toEqual([origin, 403])
  expect((await act({})).status).toBe(403)
  expect((await act({ origin: own })).status).toBe(200)
  // What forms of other sites can send is refused like everything else; one of ours is led back to a page.
  for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data']) {
    const form = { 'content-type': type }
    expect([type, (await act({ ...form, origin: 'http://evil.example' })).status]).toEqual([
      type,
      403,
    ])
    expect([type, (await act(form)).status]).toEqual([type, 403])
    const isOurs = type === 'application/x-www-form-urlencoded'
    expect([type, (await act({ ...form, origin: own })).status]).toEqual([type, isOurs ? 303 : 415])
  }
  expect((await ask({ path: '/orders', headers: { origin: 'http://evil.example' } })).status).toBe(
    403,
  )
})

/** What browsers say of a request: who asks, how, and what for. */
const from = (site: string, mode: string, dest: string) => ({
  'sec-fetch-site': site,
  'sec-fetch-mode': mode,
  'sec-fetch-dest': dest,
})

test('an image, a script or a frame of another page asks nothing, and starts nothing; a link from there is followed', async () => {
  const path = '/dead-letters?show=abcd'
  for (const site of ['cross-site', 'same-site'])
    for (const headers of [
      from(site, 'no-cors', 'image'),
      from(site, 'no-cors', 'script'),
      from(site, 'cors', 'empty'),
      from(site, 'navigate', 'iframe'),
      from(site, 'navigate', 'object'),
    ])
      for (const asked of [path, '/', '/orders', '/events', '/assets/icon.svg'])
        expect([asked, headers, (await ask({ path: asked, headers })).status]).toEqual([
          asked,
          headers,
          403,
        ])

  for (const headers of [
    from('cross-site', 'navigate', 'document'),
    from('same-site', 'navigate', 'document'),
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    from('none', 'navigate', 'document'),
    from('same-origin', 'no-cors', 'image'),
    from('same-origin', 'cors', 'empty'),
  ])
    expect([headers, (await ask({ path: '/orders', headers })).status]).toEqual([headers, 200])
})

test('every page forbids inline script, frames and foreign connections, and is read by nobody else', async () => {
  const { headers } = await ask({ path: '/' })

  const policy = String(headers['content-security-policy'])
  expect(policy).toMatch(/default-src 'none'; script-src 'self'( 'sha256-[\w+/=]+'){2}; /)
  expect(policy).not.toMatch(/unsafe|https?:|\*/)
  expect(policy).toContain("frame-ancestors 'none'")
  expect(headers['cross-origin-resource-policy']).toBe('same-origin')
})

test.each([
  '/assets/../package.json',
  '/assets/%2e%2e/main.ts',
  '/assets/server/guard.ts',
  '/assets/main.ts',
])('%s is not served: only what pages load is', async (path) => {
  expect((await ask({ path })).status).toBe(404)
})
