import { expect, test } from 'vitest'
import { rules, rulesOf, tellRules } from '../src/tests/rules.ts'

test.each([
  ['D3 a detached scope ignores a later cancel', ['D3']],
  ['a client that leaves > B2 R9 loses nothing', ['B2', 'R9']],
  ['R1 R2 > S7 both', ['R1', 'R2', 'S7']],
  ['the answer is HTTP 202 on port 8080', []],
  ['a mail of order A1 is sent', []],
])('%s carries %j', (name, expected) => {
  expect(rulesOf(name)).toEqual(expected)
})

test('a rule that nothing proves is missing, and the others are counted', () => {
  const all = Object.values(rules).flat()
  const proved = [...all.filter((id) => id !== 'D3'), 'B2']

  const { lines, missing } = tellRules(proved)

  expect(missing).toEqual(['D3'])
  expect(lines.find((line) => line.startsWith('background'))).toContain('B1×1 B2×2 B3×1')
  expect(lines.find((line) => line.startsWith('scope'))).toContain('D2×1 D3×0 D4×1')
})
