import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { useBrowser } from './open-browser.ts'
import { newSpanId, sendSpans } from './send-spans.ts'

const browser = useBrowser()

/** The text of what has the focus, for tests that only press keys. */
const focused = (page: Page) =>
  page.locator(':focus').evaluateAll(([at]) => {
    const row = at?.matches('.row') ? at.querySelector('.name a') : at
    return row?.textContent?.trim()
  })

async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press('Tab')
    if ((await focused(page)) === name) return
  }
  throw new Error(`Tab does not lead to ${name}`)
}

test('an order is placed and its spans are read with the keyboard alone', async () => {
  const page = await browser.open('/')
  await page.locator('main[data-live]').waitFor()

  await tabTo(page, 'Place the order')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/traces\//)
  await page.locator('.row.span', { hasText: 'POST /orders' }).waitFor()
  await tabTo(page, 'POST /orders')
  await page.keyboard.press('ArrowDown')
  const below = await focused(page)
  await page.keyboard.press('Enter')
  await page.locator('#detail').waitFor()

  expect(below).not.toBe('POST /orders')
  expect(await page.locator('#detail-title').textContent()).toContain(below)
  // The focus stays where it was, so that the next key goes on from there.
  expect(await focused(page)).toBe(below)
})

test('arrows fold up and open, move to parent and child, Home and End to the ends', async () => {
  const [root, child] = [newSpanId(), newSpanId()]
  const traceId = await sendSpans([
    { name: 'root', spanId: root, lasts: 9 },
    { name: 'child', spanId: child, parentSpanId: root, at: 1, lasts: 5 },
    { name: 'grandchild', parentSpanId: child, at: 2 },
    { name: 'last', parentSpanId: root, at: 7 },
  ])
  const page = await browser.open(`/traces/${traceId}`)
  await page.locator('main[data-live]').waitFor()
  const names = () => page.locator('.row.span .name a').allTextContents()
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
    return focused(page)
  }

  await tabTo(page, 'root')

  expect(await press('ArrowRight')).toBe('child')
  expect(await press('ArrowLeft')).toBe('child')
  expect(await names()).toEqual(['root', 'child', 'last'])
  expect(await page.getByRole('row', { name: /^child/ }).getAttribute('aria-expanded')).toBe(
    'false',
  )
  expect(await press('ArrowLeft')).toBe('root')
  expect(await press('ArrowDown', 'ArrowRight', 'ArrowRight')).toBe('grandchild')
  expect(await names()).toEqual(['root', 'child', 'grandchild', 'last'])
  expect(await press('End')).toBe('last')
  expect(await press('ArrowUp', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft')).toBe('root')
  expect(await press('PageDown')).toBe('last')
  expect(await press('Home')).toBe('root')
})
