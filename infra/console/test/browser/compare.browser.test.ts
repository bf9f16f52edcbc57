import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findBarriers } from './axe.ts'
import { useBrowser } from './open-browser.ts'

const browser = useBrowser()
const patience = { timeout: 200_000 }

test('the order service is killed behind its answers: `background` loses orders, `durable` none', {
  timeout: 240_000,
}, async () => {
  const page = await browser.open('/compare/background-and-durable-under-sigkill-2-orders-seed-1')

  await page.locator('main[data-live]').waitFor(patience)
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.locator('#state', { hasText: 'done' }).waitFor(patience)

  expect(await figure(page, 'background', 'accepted')).toBe('2')
  expect(Number(await figure(page, 'background', 'lost'))).toBeGreaterThan(0)
  expect(await figure(page, 'durable', 'lost')).toBe('0')
  expect(await figure(page, 'durable', 'delivered')).toBe('2')
  // What is left of a trace whose process was killed comes from others, in their own time.
  await expect.poll(() => page.locator('.waterfall').count()).toBe(2)
  expect(await findBarriers(page)).toEqual([])
  await page.reload()
  expect(await figure(page, 'durable', 'delivered')).toBe('2')
})

function figure(page: Page, strategy: string, name: string): Promise<string | null> {
  return page.locator(`[data-ledger="${strategy}"] [data-figure="${name}"]`).textContent()
}
