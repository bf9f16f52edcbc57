import { expect, inject, test } from 'vitest'
import { useBrowser } from './open-browser.ts'

const browser = useBrowser()

test('without a script a form places an order, leads to its trace and says what was answered', async () => {
  const page = await browser.open('/', { javaScriptEnabled: false })

  await page.getByRole('button', { name: 'Place the order' }).click()
  await page.waitForURL(/\/traces\/[0-9a-f]{32}/)

  expect(await page.locator('#notice').textContent()).toContain('The order service answered 202')
  await page.reload()
  expect(await page.locator('#notice').textContent()).toBe('')
})

test('a button that is pressed before the script has come leads to a page, not to raw data', async () => {
  const page = await browser.open('/mails')
  const hold = Promise.withResolvers<void>()
  await page.route('**/assets/browser/main.ts', async (route) => {
    await hold.promise
    await route.continue()
  })

  // The load event waits for the script.
  await page.goto(inject('console').url, { waitUntil: 'commit' })
  await page.getByRole('button', { name: 'Place the order' }).click({ noWaitAfter: true })
  await page.waitForURL(/\/traces\/[0-9a-f]{32}/, { waitUntil: 'commit' })
  hold.resolve()

  await page.locator('main[data-live]').waitFor()
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Trace')
})
