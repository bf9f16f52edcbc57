import { expect, test } from 'vitest'
import { chooseRows } from './choose-rows.ts'

const total = 1_000

test.each([
  ['at first the beginning', { at: -1, from: null }, [0, 400]],
  ['the part in which a span is open', { at: 512, from: null }, [400, 800]],
  ['the part that is asked for, whatever is open', { at: 512, from: '1' }, [0, 400]],
  ['the last part, which is shorter', { at: -1, from: '801' }, [800, 1_000]],
  ['the last row', { at: 999, from: null }, [800, 1_000]],
  ['a part that begins in between: the one with this row', { at: -1, from: '402' }, [400, 800]],
])('%s', (_, asked, [first, end]) => {
  expect(chooseRows({ total, ...asked })).toEqual({ first, end })
})

test.each(['0', '-5', '1001', '1e9', 'x', '', '1.5', 'NaN'])(
  'a row that there is not is ignored: %j',
  (from) => {
    expect(chooseRows({ total, at: -1, from })).toEqual({ first: 0, end: 400 })
    expect(chooseRows({ total, at: 401, from })).toEqual({ first: 400, end: 800 })
  },
)

test('a short list is drawn whole, an empty one not at all', () => {
  expect(chooseRows({ total: 3, at: -1, from: null })).toEqual({ first: 0, end: 3 })
  expect(chooseRows({ total: 0, at: -1, from: null })).toEqual({ first: 0, end: 0 })
})
