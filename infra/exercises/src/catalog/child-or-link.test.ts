import { linkTo, spanOf } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { judgeLinks } from './child-or-link.ts'

const created = spanOf('create orders', { kind: 'PRODUCER', from: 0, to: 1 })
const takenIn = (traceId: string, links = [linkTo(created)]) =>
  spanOf('process orders', { kind: 'CONSUMER', traceId, links, from: 2, to: 3 })

test.each([
  ['one', [created, takenIn('a'), takenIn('a')]],
  ['each', [created, takenIn('b'), takenIn('c')]],
  ['two', [created, takenIn('b'), takenIn('b')]],
  [undefined, [created, takenIn('b', []), takenIn('c')]],
  [undefined, [created]],
])('the traces of an order are %s', (expected, spans) => {
  expect(judgeLinks(spans).cameTrue).toBe(expected)
})
