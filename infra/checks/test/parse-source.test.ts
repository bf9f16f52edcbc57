import { expect, test } from 'vitest'
import { parseSource } from '../src/tree/parse-source.ts'
import { quantilesOf } from '../src/tree/quantiles.ts'

const source = `
import type { A } from 'a'
import { b } from '@scope/b/sub'
export { c } from './c.ts'

/** Not counted: a comment. */
export function outer(): number {
  const inner = () => 1
  return inner()
}

export class Thing {
  #state = 0
  get state() {
    return this.#state
  }
  declared?(): void
}

const late = await import('node:fs')
`

test('functions of every kind are measured from their first to their last line', () => {
  const { functions } = parseSource('a.ts', source)

  expect(functions).toEqual([
    { name: 'outer', line: 7, lines: 4 },
    { name: 'inner', line: 8, lines: 1 },
    { name: 'state', line: 14, lines: 3 },
  ])
})

test('imports of every kind are seen, types and late ones too', () => {
  const { imports } = parseSource('a.ts', source)

  expect(imports).toEqual(['a', '@scope/b/sub', './c.ts', 'node:fs'])
})

test('a file has as many lines as an editor shows', () => {
  const lines = ['', 'a', 'a\n', 'a\nb\n'].map((text) => parseSource('a.ts', text).lines)

  expect(lines).toEqual([0, 1, 1, 2])
})

test('quantiles are values that are really there', () => {
  expect(quantilesOf([5, 1, 2, 3, 4, 6, 7, 8, 9, 100])).toEqual({ median: 5, p90: 9, max: 100 })
  expect(quantilesOf([])).toEqual({ median: 0, p90: 0, max: 0 })
})
