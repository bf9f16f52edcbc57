import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ownEnv } from '@tailspan/local'
import { beforeAll, expect, inject, test } from 'vitest'
import { findBarriers } from './axe.ts'
import { useBrowser } from './open-browser.ts'

const browser = useBrowser()
/** Where the pictures are to be put; only on request. */
const folder = ownEnv.TAILSPAN_PICTURES
const widest = 1280
const looks = [widest, 390].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
)
let trace = ''

beforeAll(async () => {
  const { url } = inject('console')
  const answer = await fetch(`${url}/orders`, { headers: { accept: 'application/json' } })
  const { data } = (await answer.json()) as { data: { orders: { href: string }[] } }
  trace = data.orders.at(-1)?.href ?? ''
  if (folder) await mkdir(folder, { recursive: true })
})

test.each(looks)(
  'at $width pixels, $colorScheme, every page fits and keeps nobody out',
  async ({ width, colorScheme }) => {
    const page = await browser.open('/', { viewport: { width, height: 900 }, colorScheme })
    const links = await page
      .locator('nav a')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))

    for (const path of [...links, trace]) {
      await page.goto(`${inject('console').url}${path}`)
      await page.locator('main[data-live]').waitFor()
      const extent = await page.locator('html').evaluate((html) => html.scrollWidth)
      expect([path, extent]).toEqual([path, width])
      if (width === widest) expect([path, await findBarriers(page)]).toEqual([path, []])
      const name = path.startsWith('/traces/') ? 'trace' : path.slice(1) || 'overview'
      if (folder)
        await page.screenshot({
          path: join(folder, `${name}-${width}-${colorScheme}.png`),
          fullPage: true,
        })
    }
  },
)
