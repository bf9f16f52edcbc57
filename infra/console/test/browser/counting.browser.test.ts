import { eventually, readRows } from '@tailspan/testkit'
import { expect, inject, test } from 'vitest'
import { useBrowser } from './open-browser.ts'

const browser = useBrowser()

test('many orders at a rate are counted until each was delivered', async () => {
  const page = await browser.open('/')
  await page.locator('main[data-live]').waitFor()

  await page.getByRole('spinbutton', { name: 'Orders' }).fill('20')
  await page.getByLabel('per second').fill('40')
  await page.getByRole('button', { name: 'Place them' }).click()
  await page.waitForURL(/\/ledger\/[0-9a-f]{8}$/)
  const figure = (name: string) => page.locator(`[data-figure="${name}"] dd`).first().textContent()
  const names = ['accepted', 'delivered', 'pending', 'lost', 'in another trace']

  // An effect is delivered, and pending until its offset is committed: all of them come to rest together.
  await eventually(
    async () => expect(await Promise.all(names.map(figure))).toEqual(['20', '20', '0', '0', '0']),
    { timeoutMs: 60_000 },
  )
  const tag = page.url().split('/').at(-1)
  const statement = 'select count(*)::int as stored from "order".orders where email like $1'
  const { databaseUrl } = inject('console')
  expect(await readRows(databaseUrl, statement, [`console-${tag}-%`])).toEqual([{ stored: 20 }])
})

test('clients that hang up as soon as their order is stored lose nothing', async () => {
  const page = await browser.open('/ledger')
  await page.locator('main[data-live]').waitFor()

  await page.getByRole('spinbutton', { name: 'Orders' }).fill('5')
  await page.getByLabel(/hang up/).check()
  await page.getByRole('button', { name: 'Place them' }).click()
  await page.waitForURL(/\/ledger\/[0-9a-f]{8}$/)

  await page
    .locator('[data-figure="delivered"]', { hasText: /delivered\s*5/ })
    .waitFor({ timeout: 60_000 })
  await page.getByText(/answered with 202\s*0/).waitFor()
})

test.each([
  ['more orders than a burst may have', { count: '1001', perSecond: '10' }],
  ['more of them a second', { count: '10', perSecond: '201' }],
  ['none', { count: '0', perSecond: '10' }],
  ['a field that nobody knows', { count: '1', perSecond: '1', url: 'http://evil.example' }],
])('%s are refused before one is placed', async (_, body) => {
  const { url } = inject('console')
  const headers = { origin: url, 'content-type': 'application/json' }

  const answer = await fetch(`${url}/actions/start-burst`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })

  expect(answer.status).toBe(400)
})
