import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ownEnv } from '@tailspan/local'
import type { Locator, Page } from 'playwright-core'
import { toPalettePng } from './to-palette-png.ts'

/** Where pictures and figures are to be put; only on request. */
export const folder = ownEnv.TAILSPAN_PICTURES

/** Takes a picture of the page, or of a part of it, dark and light; nothing where none is asked for. */
export async function takePictures(page: Page, name: string, part?: Locator): Promise<void> {
  if (!folder) return
  await mkdir(folder, { recursive: true })
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    const path = join(folder, `${name}-${colorScheme}.png`)
    const picture = await (part ? part.screenshot() : page.screenshot({ fullPage: true }))
    await writeFile(path, toPalettePng(picture))
  }
}
