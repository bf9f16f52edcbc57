import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import {
  afterAll,
  beforeAll,
  beforeEach,
  expect,
  inject,
  onTestFailed,
  onTestFinished,
} from 'vitest'
import { findChromium, whyNoChromium } from './find-chromium.ts'

/** What a page shows may come from Kafka, on a machine that has other things to do. */
const patienceMs = 90_000

type View = Parameters<Browser['newContext']>[0]

/** A browser of this test file; without one its tests are skipped with the reason. */
export function useBrowser() {
  let browser: Browser
  beforeEach(({ skip }) => skip(whyNoChromium !== undefined, whyNoChromium))
  beforeAll(async () => {
    const executablePath = findChromium()
    // Root has no user namespaces of its own in most containers.
    if (executablePath) browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  }, 60_000)
  afterAll(() => browser?.close())
  return {
    /** A new page of a reader of its own; whatever it reports as an error fails the test. */
    async open(path: string, view: View = {}): Promise<Page> {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...view })
      context.setDefaultTimeout(patienceMs)
      onTestFinished(() => context.close())
      return openIn(context, path)
    },
    openIn,
  }
}

async function openIn(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage()
  const errors: string[] = []
  // A test that waits in vain says what the page has asked for in vain.
  const unanswered: string[] = []
  page.on('requestfailed', (request) =>
    unanswered.push(`${request.url()}: ${request.failure()?.errorText}`),
  )
  page.on('response', (response) => {
    if (response.status() >= 500) unanswered.push(`${response.url()}: ${response.status()}`)
  })
  onTestFailed(({ task }) => {
    const [error] = task.result?.errors ?? []
    if (error && unanswered.length > 0) error.message += ` Unanswered: ${unanswered.join(', ')}`
  })
  page.on('pageerror', ({ message }) => errors.push(message))
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) errors.push(message.text())
  })
  onTestFinished(() => expect(errors).toEqual([]))
  await page.goto(`${inject('console').url}${path}`)
  return page
}
