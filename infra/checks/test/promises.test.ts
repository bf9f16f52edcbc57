import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkout } from '../src/checkout.ts'
import { judgePromises, promisesOf, readPromises } from '../src/tests/promises.ts'

const page = `# Promises

## Scope

| id | promise |
|---|---|
| D1 | One. |
| D2 | Two. |

## Tasks

| id | promise |
|---|---|
| B1 | Three. |
| B2 | |
`

test.each([
  ['D3 a detached scope ignores a later cancel', ['D3']],
  ['a client that leaves > B2 R9 loses nothing', ['B2', 'R9']],
  ['R1 R2 > S7 both', ['R1', 'R2', 'S7']],
  ['the answer is HTTP 202 on port 8080', []],
  ['W1 P0001 is the fault of the order', ['W1']],
  ['a mail of order A1 is sent', []],
])('%s carries %j', (name, expected) => {
  expect(promisesOf(name)).toEqual(expected)
})

test('a promise is an id with a sentence below a heading', () => {
  expect(readPromises(page)).toEqual([
    { about: 'Scope', ids: ['D1', 'D2'] },
    { about: 'Tasks', ids: ['B1'] },
  ])
})

test.each([
  [{ proved: ['D1', 'D2', 'B1'], skipped: [] }, []],
  [{ proved: ['D1', 'B1'], skipped: ['D2'] }, []],
  [{ proved: ['D1', 'B1'], skipped: [] }, ['no test of promise D2 passed']],
  [
    { proved: ['D1', 'D2', 'B1', 'B2'], skipped: [] },
    ['a test names B2, which docs/promises.md does not have'],
  ],
])('%j: %j', (proofs, failures) => {
  expect(judgePromises(readPromises(page), proofs).failures).toEqual(failures)
})

test('an id that stands twice is refused, and the lines count the proofs', () => {
  const groups = readPromises(page.replace('B1', 'D1'))

  const { lines, failures } = judgePromises(groups, { proved: ['D1', 'D1', 'D2'], skipped: [] })

  expect(failures).toEqual(['docs/promises.md has D1 twice'])
  expect(lines[0]).toMatch(/^Scope +D1×2 D2×1$/)
})

test('docs/promises.md has every group of rules', async () => {
  const groups = readPromises(await readFile(join(checkout, 'docs/promises.md'), 'utf8'))

  const letters = new Set(groups.flatMap(({ ids }) => ids.map(([letter]) => letter)))
  expect([...letters].join('')).toBe('DBRGHSPOCTWKXLQE')
  expect(groups.flatMap(({ ids }) => ids).length).toBeGreaterThan(140)
})
