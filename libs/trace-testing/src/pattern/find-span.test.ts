import { expect, test } from 'vitest'
import { sampleTrace, sketchSpan, sketchTrace } from '../../test/sample-trace.ts'
import {
  buildTree,
  findSpan,
  findSpans,
  formatSpanTree,
  hasSpanTree,
  NotationError,
  SpanNotFound,
} from '../index.ts'
import '../vitest.ts'

const spans = sampleTrace()

test('one span is found by words or by shape', () => {
  expect(findSpan(spans, 'GET /stock SERVER').service).toBe('inventory')
  expect(findSpan(spans, { name: /^INSERT/ }).name).toBe('INSERT orders')
})

test('none and several are errors that show the trace', () => {
  expect(() => findSpan(spans, 'GET /stock SERVER pricing')).toThrow(SpanNotFound)
  expect(() => findSpan(spans, 'GET /stock SERVER pricing')).toThrow(
    /^no span fits "GET \/stock SERVER pricing":\n\ntrace 4bf92f/,
  )
  expect(() => findSpan(spans, 'send mail')).toThrow(/^2 spans fit "send mail":\n\ntrace/)
})

test('several spans come in the order of the tree', () => {
  const found = findSpans(spans, 'process orders')

  expect(found.map(({ spanId }) => Number.parseInt(spanId, 16))).toEqual([11, 17, 9])
})

test.each([
  ['a dot is only a dot', 'a.c', 'abc', 0],
  ['a star matches nothing too', 'abc*', 'abc', 1],
  ['a star in the middle', 'SELECT * FROM orders', 'SELECT id FROM orders', 1],
  ['a star matches a star', 'SELECT *', 'SELECT *', 1],
  ['a name is matched from end to end', 'GET *', 'FORGET /stock', 0],
  ['a word that only begins like a kind belongs to the name', 'MY SERVERLESS', 'MY SERVERLESS', 1],
])('%s', (_, pattern, ...[name, count]) => {
  const given = [sketchSpan({ name })]

  expect(findSpans(given, pattern)).toHaveLength(count)
})

test('a trace is written in the notation that the matcher reads', () => {
  const notation = formatSpanTree(buildTree(spans))

  expect(spans).toHaveSpanTree(notation, { exact: true })
  expect(spans.slice(1)).not.toHaveSpanTree(notation, { exact: true })
})

test('a tree is waited for by its shape: as many spans in other places are not enough', async () => {
  const isWhole = hasSpanTree(`
    POST /orders SERVER
      create orders PRODUCER
        send orders CLIENT
  `)
  const received = sketchTrace([
    [1, 0, 'POST /orders', 'SERVER', 'order', 0, 9],
    [2, 1, 'create orders', 'PRODUCER', 'order', 1, 1],
    [3, 1, 'send orders', 'CLIENT', 'order', 2, 1],
  ])
  const last = sketchTrace([[4, 2, 'send orders', 'CLIENT', 'order', 3, 1]])

  expect([isWhole(received), isWhole([...received, ...last])]).toEqual([false, true])
  expect(() => hasSpanTree('')).toThrow(NotationError)
})
