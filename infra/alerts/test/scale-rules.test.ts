import { parseQuery } from '@tailspan/promql'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { scaleRules } from '../src/scale-rules.ts'
import { toSeconds } from '../src/to-seconds.ts'
import { type Rule, rules, rulesText } from './read-rules.ts'

const scaled = (
  parse(scaleRules(rulesText, 60)) as { groups: readonly { rules: readonly Rule[] }[] }
).groups.flatMap((group) => group.rules)

const durationsOf = ({ expr, for: wait = '0s' }: Rule) => [
  toSeconds(wait),
  ...parseQuery(expr).durations.map(({ from, to }) => toSeconds(expr.slice(from, to))),
]
const numbersOf = ({ expr }: Rule) =>
  parseQuery(expr).numbers.map(({ from, to }) => Number(expr.slice(from, to)))
const bare = ({ expr, for: _, ...rule }: Rule) => ({
  ...rule,
  expr: expr.replaceAll(/(?<!\w)\d[\d.]*[smhd]?/g, '#'),
})

test('the rules of a test are the real ones: same names, same queries, other figures', () => {
  expect(scaled.map(bare)).toEqual(rules.map(bare))
})

test('windows, offsets and waits are a sixtieth', () => {
  const expected = rules.map((rule) => durationsOf(rule).map((seconds) => seconds / 60))

  expect(scaled.map(durationsOf)).toEqual(expected)
  expect(expected.flat().filter((seconds) => seconds > 0).length).toBeGreaterThan(20)
})

test('an age of a minute is a second, a share stays what it is', () => {
  const ages = rules.map((rule) => numbersOf(rule).map((age) => (age >= 60 ? age / 60 : age)))

  expect(scaled.map(numbersOf)).toEqual(ages)
  expect(rules.flatMap(numbersOf)).toContain(60)
})

test('a boundary of a minute is one of a second, one below it stays', () => {
  const boundariesOf = (all: readonly Rule[]) => [
    ...new Set(all.flatMap(({ expr }) => expr.match(/(?<=\ble=~?")[\d.]+/g) ?? [])),
  ]

  expect(boundariesOf(rules)).toEqual(['60', '0.3'])
  expect(boundariesOf(scaled)).toEqual(['1', '0.3'])
})

test.each([
  ['90s', 90],
  ['5m', 300],
  ['1h30m', 5_400],
])('%s are %i seconds', (text, count) => {
  expect(toSeconds(text)).toBe(count)
})

test.each(['5', '5 m', '1w', ''])('"%s" is refused as a duration', (text) => {
  expect(() => toSeconds(text)).toThrow(`${text} is no duration`)
})
