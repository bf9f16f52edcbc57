import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findBarriers } from './axe.ts'
import { useBrowser } from './open-browser.ts'

const browser = useBrowser()
const patience = { timeout: 120_000 }

test('strategies and faults are switched by buttons, one at a time, and reset together', async () => {
  const page = await browser.open('/faults')

  await page.locator('main[data-live]').waitFor(patience)
  await page.getByRole('button', { name: 'detached' }).click()
  await pressed(page, 'detached')
  await page.getByRole('button', { name: 'pricing-stopped' }).click()
  await pressed(page, 'pricing-stopped')
  const barriers = await findBarriers(page)
  await page.getByRole('button', { name: 'Reset everything' }).click()
  await pressed(page, 'durable')

  expect(barriers).toEqual([])
  expect(await page.getByRole('button', { pressed: true }).allTextContents()).toEqual(['durable'])
})

function pressed(page: Page, name: string): Promise<void> {
  return page.getByRole('button', { name, pressed: true }).waitFor(patience)
}
