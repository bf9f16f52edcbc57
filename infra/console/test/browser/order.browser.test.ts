import { eventually } from '@tailspan/testkit'
import { expect, inject, test } from 'vitest'
import { findBarriers } from './axe.ts'
import { useBrowser } from './open-browser.ts'

const browser = useBrowser()

test('an order placed by the button is drawn as it grows, until its trace is complete', async () => {
  const page = await browser.open('/')

  await page.getByRole('button', { name: 'Place the order' }).click()
  await page.waitForURL(/\/traces\/[0-9a-f]{32}$/)
  const counts: number[] = []
  await eventually(
    async () => {
      counts.push(await page.locator('.row.span').count())
      return (await page.locator('#completeness').textContent())?.endsWith('complete') ?? false
    },
    { timeoutMs: 60_000, intervalMs: 50 },
  )

  const all = await page.locator('.row.span').count()
  expect(all).toBeGreaterThanOrEqual(25)
  // It was there before it was whole: nobody had to reload it.
  expect(Math.min(...counts)).toBeLessThan(all)
  expect(await page.locator('.badge.confirmed').textContent()).toBe('confirmed')
  expect(await page.getByRole('row', { name: /send mail/ }).count()).toBe(2)
})

test.each(['light', 'dark'] as const)('no page keeps anybody out, %s', async (colorScheme) => {
  const page = await browser.open('/orders', { colorScheme })
  const trace = await page.locator('table.list a').last().getAttribute('href')

  for (const path of ['/', '/orders', trace]) {
    await page.goto(`${inject('console').url}${path}`)
    await page.locator('h1').waitFor()
    expect([path, await findBarriers(page)]).toEqual([path, []])
  }
})
