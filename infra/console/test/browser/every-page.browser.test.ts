import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, inject, test } from 'vitest'
import { findBarriers } from './axe.ts'
import { whyNoChromium } from './find-chromium.ts'
import { findPlaces, type Place } from './find-places.ts'
import { measureDrawing, measureSwitches } from './measure-figures.ts'
import { useBrowser } from './open-browser.ts'
import { folder, takePictures } from './take-pictures.ts'

const browser = useBrowser()
let places: readonly Place[] = []

beforeAll(async () => {
  if (whyNoChromium) return
  places = await findPlaces()
})

test.each([1280, 390])(
  'at %s pixels, light and dark, every page fits and keeps nobody out',
  async (width) => {
    const page = await browser.open('/', { viewport: { width, height: 900 } })

    for (const { name, path } of places) {
      await page.goto(`${inject('console').url}${path}`)
      await page.locator('main[data-live]').waitFor()
      const extent = await page.locator('html').evaluate((html) => html.scrollWidth)
      expect([path, extent]).toEqual([path, width])
      expect([path, await findBarriers(page)]).toEqual([path, []])
      await takePictures(page, `${name}-${width}`)
    }
  },
)

test.each(['/order', '/exercises/none', '/traces'])(
  'a reader who has mistyped %s is told so on a page with the way out',
  async (path) => {
    const { url } = inject('console')
    const page = await browser.open('/mails')

    const answer = await page.goto(url + path)
    expect(answer?.status()).toBe(404)
    await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('link', { name: 'Ledger', exact: true }).click()
    await page.locator('main[data-live]').waitFor()

    const data = await fetch(url + path, { headers: { accept: 'application/json' } })
    expect([data.status, await data.json()]).toMatchObject([404, { code: 'nothing-here' }])
  },
)

test('no page shows a password', async () => {
  const { url, databaseUrl } = inject('console')
  const { password } = new URL(databaseUrl)
  expect(password.length).toBeGreaterThan(5)
  expect(places.length).toBeGreaterThan(10)

  const read = async (path: string, accept: string) => {
    const text = await (await fetch(url + path, { headers: { accept } })).text()
    expect(text.length).toBeGreaterThan(100)
    return text.includes(password) ? [path] : []
  }
  const showing = places.flatMap(({ path }) => [
    read(path, 'text/html'),
    read(path, 'application/json'),
  ])

  expect((await Promise.all(showing)).flat()).toEqual([])
})

// A time is no promise of every machine: it is measured on request, and published beside the machine.
if (folder)
  test('figures are written beside the pictures', async () => {
    const page = await browser.open('/')

    const figures = {
      drawing: await measureDrawing(page),
      switches: await measureSwitches(page),
    }

    await writeFile(join(folder ?? '', 'figures.json'), JSON.stringify(figures, null, 2))
  })
