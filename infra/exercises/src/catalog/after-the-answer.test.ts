import { spanOf } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { judgeAfterAnswer } from './after-the-answer.ts'

const request = spanOf('POST /orders', { from: 0, to: 10 })
const stored = spanOf('INSERT orders', { from: 5, to: 8 })
const send = spanOf('send orders', { from: 9, to: 14 })
const taken = spanOf('process orders', { from: 15, to: 20 })
const mail = spanOf('send mail', { from: 16, to: 510 })

test.each([
  ['nothing', [request, stored]],
  ['the-send', [request, stored, send]],
  ['most', [request, stored, send, taken, mail]],
  [undefined, [request, stored, stored, stored, taken]],
  [undefined, [stored]],
])('what ended after the answer is %s', (expected, spans) => {
  expect(judgeAfterAnswer(spans).cameTrue).toBe(expected)
})

test('the facts are those of the trace', () => {
  expect(judgeAfterAnswer([request, stored, send, taken, mail]).facts).toEqual([
    '3 of 5 spans ended after the answer',
    'the client waited 10 ms, the last span ended 500 ms later',
  ])
})
