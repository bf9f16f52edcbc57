import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ownEnv } from '@tailspan/local'
import type { Locator, Page } from 'playwright-core'

/** Where pictures and figures are to be put; only on request. */
export const folder = ownEnv.TAILSPAN_PICTURES

/** What a picture in the documentation may weigh. */
const maxBytes = 200_000
/** Of 100 Chromium writes WebP without loss, in a third of the bytes of its PNG; a page that is all words may need less. */
const qualities = [100, 90, 80]

/** Takes a picture of the page, or of a part of it, dark and light; nothing where none is asked for. */
export async function takePictures(page: Page, name: string, part?: Locator): Promise<void> {
  if (!folder) return
  await mkdir(folder, { recursive: true })
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    const picture = await takeLight(page, part ?? page.locator('body'))
    await writeFile(join(folder, `${name}-${colorScheme}.webp`), picture)
  }
}

/** The best one that is light enough. */
async function takeLight(page: Page, part: Locator): Promise<Buffer> {
  let picture: Buffer = Buffer.alloc(0)
  for (const quality of qualities) {
    picture = await takePicture(page, part, quality)
    if (picture.length <= maxBytes) break
  }
  return picture
}

/** Playwright itself takes no WebP. */
async function takePicture(page: Page, part: Locator, quality: number): Promise<Buffer> {
  await page.evaluate('scrollTo(0, 0)')
  const { x = 0, y = 0, width = 0, height = 0 } = (await part.boundingBox()) ?? {}
  const clip = { x, y, width: Math.ceil(width), height: Math.ceil(height), scale: 1 }
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality,
    clip,
    captureBeyondViewport: true,
  })
  await session.detach()
  return Buffer.from(data, 'base64')
}
