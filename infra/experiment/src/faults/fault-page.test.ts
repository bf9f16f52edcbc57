import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { faults } from './all-faults.ts'

const page = readFileSync(new URL('../../../../docs/faults.md', import.meta.url), 'utf8')

test('docs/faults.md has a place for each fault, and names no other', () => {
  const [, table = ''] = page.split('## Every fault by its name\n')
  const cells = [...table.matchAll(/^\| (`.*?) \|/gm)].map(([, cell = '']) => cell)
  const named = cells.flatMap((cell) => [...cell.matchAll(/`(.*?)`/g)].map(([, name]) => name))

  expect(named.toSorted()).toEqual(faults.map(({ name }) => name).toSorted())
})
