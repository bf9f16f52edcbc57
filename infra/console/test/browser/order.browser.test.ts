import { expect, test } from 'vitest'
import { useBrowser } from './open-browser.ts'

const browser = useBrowser()

test('an order placed by the button opens its trace, which grows until it is complete', async () => {
  const page = await browser.open('/')

  await page.getByRole('button', { name: 'Place the order' }).click()
  await page.waitForURL(/\/traces\/[0-9a-f]{32}$/)
  await page.locator('#completeness', { hasText: /complete$/ }).waitFor()

  // Statements of databases may come later: completeness asks for those spans only that tell of the order.
  await expect.poll(() => page.locator('.row.span').count()).toBeGreaterThanOrEqual(25)
  expect(await page.locator('.badge.confirmed').textContent()).toBe('confirmed')
  // Two and more: a mail that was sent and not noted is sent again.
  expect(await page.getByRole('row', { name: /send mail/ }).count()).toBeGreaterThan(1)
  expect(await page.locator('rect.outlives:not([width="0"])').count()).toBeGreaterThan(3)
})
