import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exercises, findExercise } from './all-exercises.ts'
import { questions } from './questions/all-questions.ts'

const checkout = new URL('../../../', import.meta.url)

test.each(exercises)(
  '$title: what we expect is one of three predictions, none is said twice',
  (one) => {
    const ids = one.predictions.map(({ id }) => id)

    expect(new Set(ids).size).toBe(3)
    expect(ids).toContain(one.expected)
  },
)

test.each(exercises.flatMap(({ slug, code }) => code.map((line) => ({ slug, ...line }))))(
  '$slug: $symbol is in $path',
  ({ path, symbol }) => {
    const text = readFileSync(new URL(path, checkout), 'utf8')

    expect(text).toMatch(new RegExp(`\\b${symbol}\\b`))
  },
)

test('what is read without the doing are the same exercises in the same order', () => {
  expect(exercises).toMatchObject(questions)
  expect(exercises.map((one) => 'run' in one)).toEqual(questions.map((one) => !('run' in one)))
})

test('an address leads to one exercise, an unknown one to none', () => {
  expect(exercises.map(({ slug }) => findExercise(slug))).toEqual(exercises)
  expect(findExercise('no-such-exercise')).toBeUndefined()
})
