import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

test('the image is built with the pnpm that installs the checkout', () => {
  const { pnpm } = JSON.parse(read('../package-manager.json'))

  expect([...new Set(read('../../Dockerfile').match(/pnpm@\S+/g))]).toEqual([pnpm])
})
