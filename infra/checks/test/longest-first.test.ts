import { globSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkout } from '../src/checkout.ts'
import { longest } from '../src/tests/longest-first.ts'

test.each(longest)('what is named as one of the longest tests is there: %s', (part) => {
  const files = globSync('{libs,services,infra,e2e,proof}/**/*.test.ts', {
    cwd: checkout,
    exclude: ['**/node_modules'],
  })

  expect(files.filter((file) => file.includes(part))).not.toEqual([])
})
