import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { ownEnv } from '@tailspan/local'
import { chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The Chromium of this machine: the first on the path, else the one that Playwright has installed. */
export function findChromium(): string | undefined {
  const folders = (ownEnv.PATH ?? '').split(delimiter)
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  return [...onPath, chromium.executablePath()].find((path) => existsSync(path))
}

const { version } = createRequire(import.meta.url)('playwright-core/package.json') as {
  readonly version: string
}

/** What fetches the Chromium that this version of Playwright looks for; another version would fetch another one. */
export const installCommand = `npx playwright@${version} install chromium`

/** Why there is no browser for tests on this machine; undefined when there is one. */
export const whyNoChromium: string | undefined = findChromium()
  ? undefined
  : `no Chromium is installed (Debian: apt-get install chromium; elsewhere: ${installCommand})`
