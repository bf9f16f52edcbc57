import { exercises } from '@tailspan/exercises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findBarriers } from './axe.ts'
import { useBrowser } from './open-browser.ts'
import { takePictures } from './take-pictures.ts'

const browser = useBrowser()
// A quiet machine needs fifteen seconds for the longest one.
const patience = { timeout: 200_000 }
const long = { timeout: 240_000 }

test.each(exercises)('$title: expected, done, and true by the ledger', long, async (exercise) => {
  const { slug, action, expected, predictions, truth } = exercise
  const page = await browser.open(`/exercises/${slug}`)

  await choose(page, predictions.find(({ id }) => id === expected)?.says ?? '')
  await page.getByRole('button', { name: action }).click()
  await page.locator('#came-true, #failure').waitFor(patience)

  expect(await page.locator('#content').textContent()).toContain('As you expected')
  expect(await page.locator('#truth').textContent()).toBe(truth)
  await page.reload()
  expect(await page.locator('#truth').textContent()).toBe(truth)
  const drawn = page.locator('.waterfall')
  // A sample may leave no trace at all.
  if ((await drawn.count()) > 0) await takePictures(page, `exercise-${slug}`, drawn)
  await expectReset(page)
})

test('an exercise that has changed the system leaves it as it was: an order is published durably, in one whole trace', async () => {
  const page = await browser.open('/')

  await page.getByRole('button', { name: 'Place the order' }).click()
  await page.waitForURL(/\/traces\/[0-9a-f]{32}$/)
  await page.locator('#completeness', { hasText: /complete$/ }).waitFor(patience)

  await page
    .getByRole('row', { name: /BATCH INSERT orders outbox/ })
    .first()
    .waitFor(patience)
  // A relay round, which has a trace of its own, may have sent the event: consumers and mails stand in this one.
  const own = page.locator(`.trace[aria-label="trace ${page.url().slice(-32)}"]`)
  expect(await own.getByRole('row', { name: /process orders/ }).count()).toBeGreaterThan(1)
  expect(await own.getByRole('row', { name: /send mail/ }).count()).toBeGreaterThan(1)
})

test(
  'a wrong expectation is told so, with what was counted and the trace beside it',
  long,
  async () => {
    const [first] = exercises
    const page = await browser.open(`/exercises/${first?.slug}`)

    await choose(page, first?.predictions[0]?.says ?? '')
    await page.getByRole('button', { name: /Do it again|Place one order/ }).click()
    await page.getByText('Otherwise than you expected').waitFor(patience)

    expect(await page.locator('#facts li').count()).toBeGreaterThan(0)
    // The exercise is over when both mails are there; what is no parent of anything may come later.
    await expect.poll(() => page.locator('.row.span').count()).toBeGreaterThan(20)
    expect(await findBarriers(page)).toEqual([])
  },
)

test('what was chosen before the page came alive stays chosen', async () => {
  const page = await browser.open('/')
  await page.route('**/assets/browser/main.ts', async (route) => {
    await page.getByRole('radio').first().check()
    await route.continue()
  })

  await page.goto(new URL(`/exercises/${exercises[0]?.slug}`, page.url()).href)
  await page.locator('main[data-live]').waitFor(patience)

  expect(await page.getByRole('radio').first().isChecked()).toBe(true)
})

async function choose(page: Page, says: string): Promise<void> {
  await page.locator('main[data-live]').waitFor(patience)
  await page.getByRole('radio', { name: says }).check()
}

/** The switches are as at the start, and nobody has the system alone any more. */
async function expectReset(page: Page): Promise<void> {
  await page.goto(new URL('/faults', page.url()).href)
  await page.locator('main[data-live]').waitFor(patience)
  await page.getByText('Wait a moment').waitFor({ state: 'detached', ...patience })
  const pressed = page.getByRole('button', { pressed: true })
  expect(await pressed.allTextContents()).toEqual(['durable'])
}
