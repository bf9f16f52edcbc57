import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { installCommand } from './find-chromium.ts'

const checkout = new URL('../../../../', import.meta.url)

test('what we tell people to install is the Chromium of the version that is used', () => {
  const pages = readFileSync(new URL('CONTRIBUTING.md', checkout), 'utf8')

  expect(pages).toContain(`\`${installCommand}\``)
  expect(pages).not.toMatch(/playwright install/)
})
