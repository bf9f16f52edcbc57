import { expect, inject, test } from 'vitest'
import { useBrowser } from './open-browser.ts'
import { newSpanId, newTraceId, sendSpans } from './send-spans.ts'

const browser = useBrowser()

test('a page that is open before its trace draws each span as it arrives', async () => {
  const traceId = newTraceId()
  const [root, child] = [newSpanId(), newSpanId()]
  const page = await browser.open(`/traces/${traceId}`)
  await page.getByText('no span of this trace has arrived yet').waitFor()

  await sendSpans([{ name: 'first to arrive', spanId: child, parentSpanId: root }], { traceId })
  await page.getByRole('row', { name: /first to arrive/ }).waitFor()
  await page.getByText(`its parent ${root} is missing`).waitFor()
  await sendSpans([{ name: 'its parent', spanId: root, lasts: 5 }], { traceId })

  await page.locator('[aria-level="2"]', { hasText: 'first to arrive' }).waitFor()
  expect(await page.getByText('is missing').count()).toBe(0)
})

test('a linked trace that comes later is drawn below; the span that has the focus keeps it while rows come before it', async () => {
  const [own, linked] = [newTraceId(), newTraceId()]
  const [root, round] = [newSpanId(), newSpanId()]
  const links = [{ traceId: linked, spanId: round }]
  const late = { name: 'late', parentSpanId: root, at: 5 }
  await sendSpans([{ name: 'root', spanId: root, lasts: 9, links }, late], { traceId: own })
  const page = await browser.open(`/traces/${own}`)
  await page.locator('main[data-live]').waitFor()
  await page.locator('.row.span', { hasText: 'late' }).focus()

  // An hour before: times are relative to the moment of sending, and the first spans may have been sent long ago.
  await sendSpans([{ name: 'early', parentSpanId: root, at: -3_600_000 }], { traceId: own })
  await page.getByRole('row', { name: /early/ }).waitFor()
  await sendSpans([{ name: 'the round', spanId: round }], { traceId: linked })

  const below = page.locator(`.trace[aria-label="trace ${linked}"]`)
  await below.getByRole('row', { name: /the round/ }).waitFor()
  expect(await page.locator('.row.span:focus .name a').textContent()).toBe('late')
})

test('a page that lost its event stream says so, opens it again and shows what it has missed', async () => {
  const traceId = newTraceId()
  const page = await browser.open('/orders')
  // First a stream that ends at once, then answers 503, after which an `EventSource` does not reconnect by itself.
  const broken = { status: 200, contentType: 'text/event-stream', body: 'retry: 50\n\n' }
  const answers = [broken, { status: 503 }, { status: 503 }]
  await page.route('**/events', (route) => route.fulfill(answers.shift() ?? { status: 503 }))

  await page.goto(`${inject('console').url}/traces/${traceId}`)
  await page.getByText('The connection to npm start is lost').waitFor()
  await expect.poll(() => answers.length).toBe(0)
  // While the first stream was open, the page may have begun to read its data: wait until that has ended.
  await page.waitForLoadState('networkidle')
  await sendSpans([{ name: 'sent meanwhile' }], { traceId })
  expect(await page.getByRole('row', { name: /sent meanwhile/ }).count()).toBe(0)
  await page.unroute('**/events')

  await page.getByRole('row', { name: /sent meanwhile/ }).waitFor()
  await expect.poll(() => page.locator('#notice').textContent()).toBe('')
  await sendSpans([{ name: 'sent afterwards' }], { traceId })
  await page.getByRole('row', { name: /sent afterwards/ }).waitFor()
})

test.each([
  ['its data is refused', '/traces/**', { status: 503 }],
  ['its data comes too late', '/traces/**', { status: 408 }],
  ['its script does not load', '/assets/pages/trace/main.js', 'connectionreset'],
  ['its script is refused', '/assets/pages/trace/main.js', { status: 503 }],
  ['its view does not load', '/assets/pages/trace/view.ts', 'connectionreset'],
  ['a part of its script does not load', '/assets/browser/live-page.ts', 'connectionreset'],
  ['a part of its view does not load', '/assets/views/span-detail.ts', 'connectionreset'],
  ['a library does not load', '/assets/lit-html.js', 'connectionreset'],
  ['its style sheet does not load', '/assets/console.css', 'connectionreset'],
] as const)(
  'a page of a quiet system comes alive although at first %s',
  async (_, path, answer) => {
    const traceId = await sendSpans([{ name: 'the only one' }])
    const page = await browser.open('/mails')
    let refused = 0
    await page.route(`**${path}`, (route) => {
      const isPage = route.request().resourceType() === 'document'
      if (isPage || refused === 2) return route.continue()
      refused += 1
      return typeof answer === 'string' ? route.abort(answer) : route.fulfill(answer)
    })

    await page.goto(`${inject('console').url}/traces/${traceId}`)

    await expect.poll(() => refused).toBe(2)
    await page.locator('main[data-live]').waitFor()
    await expect.poll(() => page.locator('#notice').textContent()).toBe('')
    // The style sheet is in this list once it has loaded; none of the conditions above waits for it.
    await expect.poll(() => page.evaluate('document.styleSheets.length')).toBe(1)
  },
)

test('what was opened before the page came alive stays open, and through what comes later', async () => {
  const [root, spanId] = [newSpanId(), newSpanId()]
  const traceId = await sendSpans([
    { name: 'root', spanId: root, lasts: 9 },
    { name: 'one', spanId },
  ])
  const page = await browser.open('/')
  const opened = page.locator('#process')
  await page.route('**/assets/browser/main.ts', async (route) => {
    await opened.locator('summary').click()
    await route.continue()
  })

  await page.goto(`${inject('console').url}/traces/${traceId}?span=${spanId}`)
  await page.locator('main[data-live]').waitFor()

  expect(await opened.getAttribute('open')).toBe('')
  await sendSpans([{ name: 'later', parentSpanId: root }], { traceId })
  await page.getByRole('row', { name: /later/ }).waitFor()
  expect(await opened.getAttribute('open')).toBe('')
})

test('two tabs of one reader both follow, each with its own span open', async () => {
  const [one, other] = [newSpanId(), newSpanId()]
  const traceId = await sendSpans([
    { name: 'one', spanId: one },
    { name: 'other', spanId: other, at: 2 },
  ])
  const first = await browser.open(`/traces/${traceId}?span=${one}`)
  // A tab that is hidden before its event stream is open connects only when it is shown.
  await first.locator('main[data-live]').waitFor()
  const second = await browser.openIn(first.context(), `/traces/${traceId}?span=${other}`)
  await second.locator('main[data-live]').waitFor()

  await sendSpans([{ name: 'third', at: 4 }], { traceId })

  // The hidden tab has no event stream; it reads its data anew when it is shown.
  await second.getByRole('row', { name: /third/ }).waitFor()
  await first.bringToFront()
  await first.getByRole('row', { name: /third/ }).waitFor()
  expect(await first.locator('#detail-title').textContent()).toMatch(/^one /)
  expect(await second.locator('#detail-title').textContent()).toMatch(/^other /)
})

test('a span has an address of its own; back and reload lead to it and away from it', async () => {
  const spanId = newSpanId()
  const traceId = await sendSpans([{ name: 'to be opened', spanId, attributes: { note: 'seen' } }])
  const page = await browser.open(`/traces/${traceId}`)
  await page.locator('main[data-live]').waitFor()

  await page.getByRole('link', { name: 'to be opened' }).click()
  await page.locator('#detail dd', { hasText: 'seen' }).waitFor()
  expect(page.url()).toContain(`?span=${spanId}`)
  await page.reload()
  await page.locator('#detail dd', { hasText: 'seen' }).waitFor()
  await page.goBack()

  await page.locator('#detail').waitFor({ state: 'detached' })
  expect(page.url()).not.toContain('span=')
})

test('five thousand spans are read in parts, each light enough; a part can be folded, walked through and opened', async () => {
  const root = newSpanId()
  const many = Array.from({ length: 4_999 }, (_, i) => ({
    name: `span ${i}`,
    parentSpanId: root,
    at: i / 10,
    lasts: 3,
  }))
  const traceId = await sendSpans([{ name: 'root', spanId: root, lasts: 500 }, ...many])
  const page = await browser.open(`/traces/${traceId}`)
  await page.locator('main[data-live]').waitFor()
  const rows = page.locator('.row.span')

  expect(await rows.count()).toBe(400)
  expect((await page.content()).length).toBeLessThan(1_000_000)
  await page.getByRole('link', { name: 'the next ones' }).first().click()
  await page.getByText('Spans 401 to 800 of 5000').first().waitFor()
  await rows.first().focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await page.locator('#detail-title', { hasText: 'span 798' }).waitFor()
  await page.goto(`${inject('console').url}/traces/${traceId}`)
  await page.locator('main[data-live]').waitFor()
  await rows.first().focus()
  await page.keyboard.press('ArrowLeft')
  await page.getByText('span 1', { exact: true }).waitFor({ state: 'detached' })
  expect(await rows.count()).toBe(1)
})

test('a page with all that it loads is lighter than 150 kB', async () => {
  const traceId = await sendSpans(
    Array.from({ length: 30 }, (_, i) => ({ name: `span ${i}`, at: i })),
  )
  const page = await browser.open(`/traces/${traceId}`)
  await page.locator('main[data-live]').waitFor()

  const sizes = await page.evaluate(() =>
    (performance.getEntries() as { decodedBodySize?: number }[]).flatMap(
      ({ decodedBodySize = 0 }) => decodedBodySize || [],
    ),
  )
  // The page, its style sheet, its script with lit and the views, its data.
  expect(sizes.length).toBeGreaterThan(8)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(150_000)
})
