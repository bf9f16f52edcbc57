import { expect, test } from 'vitest'
import { cellsOf, cut, fitLeft, fitRight, printable } from './fit-text.ts'

test.each([
  ['', 0],
  ['GET /stock', 10],
  ['├─ …', 4],
  ['grüße', 5],
  ['e\u0301', 1],
  ['\u200b', 0],
  ['注文', 4],
  ['ｗｉｄｅ', 8],
  ['👍🏽', 2],
  ['👩‍👩‍👧', 2],
])('%s takes %i cells', (text, cells) => {
  expect(cellsOf(text)).toBe(cells)
})

test.each([
  ['process orders', 14, 'process orders'],
  ['process orders', 9, 'process …'],
  ['注文を処理', 7, '注文を…'],
  ['注文を処理', 6, '注文…'],
  ['👍🏽👍🏽👍🏽', 5, '👍🏽👍🏽…'],
  ['abc', 1, '…'],
  ['abc', 0, ''],
])('%s is cut to %i cells as %s', (text, cells, short) => {
  expect(cut(text, cells)).toBe(short)
})

test('text is filled up on one side, by cells', () => {
  expect(fitLeft('注文', 6)).toBe('注文  ')
  expect(fitRight('注文', 6)).toBe('  注文')
  expect(fitLeft('注文を', 5)).toBe('注文…')
})

test('what moves the cursor, breaks the line or turns the text is made visible', () => {
  expect(printable('a\u001b[2Jb\nc\u0085d\u202ee\u2028f\ud800g')).toBe('a·[2Jb·c·d·e·f·g')
  expect(printable('grüße 注文 👩‍👩‍👧')).toBe('grüße 注文 👩‍👩‍👧')
})
