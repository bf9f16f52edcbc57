import type { Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { findBarriers } from './axe.ts'
import { useBrowser } from './open-browser.ts'

const browser = useBrowser()
const patience = { timeout: 120_000 }

test('while Kafka is paused the overview shows what waits in the outbox, and that it has gone afterwards', async () => {
  const page = await browser.open('/')
  const rows = page.locator('[data-outbox="order"] [data-figure="rows"]')

  await page.locator('main[data-live]').waitFor(patience)
  await page.locator('[data-group="notification"] [data-figure="lag"]').waitFor(patience)
  await page.getByRole('button', { name: 'kafka-paused' }).click()
  await pressed(page, 'kafka-paused')
  await order()
  await rows.filter({ hasText: '1' }).waitFor(patience)
  await page.getByText('Kafka does not answer.').waitFor(patience)
  await page.getByRole('button', { name: 'kafka-paused' }).click()

  await rows.filter({ hasText: '0' }).waitFor(patience)
  await page.locator('[data-group="notification"]', { hasText: /0$/ }).waitFor(patience)
})

test('strategies and faults are switched by buttons, one at a time, and reset together', async () => {
  const page = await browser.open('/')

  await page.locator('main[data-live]').waitFor(patience)
  await page.getByRole('button', { name: 'detached' }).click()
  await pressed(page, 'detached')
  await page.getByRole('button', { name: 'pricing-stopped' }).click()
  await pressed(page, 'pricing-stopped')
  const barriers = await findBarriers(page)
  await page.goto(`${inject('console').url}/faults`)
  await pressed(page, 'pricing-stopped')
  await page.locator('main[data-live]').waitFor(patience)
  await page.getByRole('button', { name: 'Reset everything' }).click()
  await pressed(page, 'durable')

  expect(barriers).toEqual([])
  expect(await page.getByRole('button', { pressed: true }).allTextContents()).toEqual(['durable'])
})

test('the overview leads to the debug listener of each service', async () => {
  for (const service of ['order', 'inventory', 'pricing', 'notification']) {
    const page = await browser.open('/')

    await page.getByRole('link', { name: `debug listener of ${service}` }).click()

    await page.getByRole('heading', { name: /^debug, process/ }).waitFor(patience)
    expect(new URL(page.url()).hostname).toBe('127.0.0.1')
  }
})

function pressed(page: Page, name: string): Promise<void> {
  return page.getByRole('button', { name, pressed: true }).waitFor(patience)
}

async function order(): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${inject('console').ports.order}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      customer: { email: 'ada@example.com' },
      lines: [{ sku: 'tea', quantity: 1 }],
    }),
  })
  expect(answer.status).toBe(202)
}
