import { expect, test } from 'vitest'
import { sampleTrace, sketchSpan, sketchTrace, spanIdOf } from '../../test/sample-trace.ts'
import { buildTree, formatSpanTree, type TraceNode, walkTree } from '../index.ts'

const namesOf = (nodes: Iterable<TraceNode>) => [...nodes].map(({ span }) => span.name)

test('spans stand under their parents by start time, in whatever order they came', () => {
  const forward = buildTree(sampleTrace())

  const backward = buildTree(sampleTrace().reverse())

  expect(formatSpanTree(backward)).toBe(formatSpanTree(forward))
  expect(formatSpanTree(forward)).toMatch(
    /^POST \/orders SERVER order\n├─ GET \/stock CLIENT order\n│ {2}└─ GET \/stock SERVER inventory\n/,
  )
})

test('a tree knows its traces, its size and its extent', () => {
  const spans = sampleTrace()

  const tree = buildTree(spans)

  expect(tree).toMatchObject({ traceIds: [spans[0]?.traceId], spanCount: 18 })
  expect(tree.endNs - tree.startNs).toBe(71_200_000n)
  expect(buildTree([])).toMatchObject({ roots: [], traceIds: [], spanCount: 0 })
})

test('a node tells how long it outlived its parent and how long it waited after its end', () => {
  const spans = sketchTrace([
    [1, 0, 'parent', 'SERVER', 'a', 0, 10],
    [2, 1, 'within', 'INTERNAL', 'a', 2, 3],
    [3, 1, 'until its end', 'INTERNAL', 'a', 4, 6],
    [4, 1, 'longer', 'INTERNAL', 'a', 8, 5],
    [5, 1, 'later', 'INTERNAL', 'a', 14, 2],
  ])

  const [, ...children] = walkTree(buildTree(spans))

  const told = children.map(({ span, outlivesByNs, gapNs }) => [span.name, outlivesByNs, gapNs])
  expect(told).toEqual([
    ['within', 0n, 0n],
    ['until its end', 0n, 0n],
    ['longer', 3_000_000n, 0n],
    ['later', 6_000_000n, 4_000_000n],
  ])
})

test('a span at the top says why it is there', () => {
  const spans = [
    sketchSpan({ spanId: spanIdOf(1), name: 'root' }),
    sketchSpan({ spanId: spanIdOf(2), parentSpanId: spanIdOf(90), at: 1, name: 'orphan' }),
    sketchSpan({
      spanId: spanIdOf(3),
      parentSpanId: spanIdOf(91),
      at: 2,
      name: 'called',
      parentIsRemote: true,
    }),
    sketchSpan({
      spanId: spanIdOf(4),
      parentSpanId: spanIdOf(92),
      at: 3,
      name: 'lost',
      parentIsRemote: false,
    }),
    sketchSpan({
      spanId: spanIdOf(5),
      parentSpanId: spanIdOf(1),
      at: 3,
      name: 'below',
      parentIsRemote: true,
    }),
  ]

  const { roots } = buildTree(spans)

  expect(roots.map(({ span, rootReason }) => [span.name, rootReason])).toEqual([
    ['root', 'root'],
    ['orphan', 'orphan'],
    ['called', 'remote'],
    ['lost', 'orphan'],
  ])
})

test('links find their spans across traces, and stay when the span is not here', () => {
  const [traceA, traceB] = ['a'.repeat(32), 'b'.repeat(32)]
  const target = sketchSpan({ traceId: traceA, spanId: spanIdOf(1), name: 'create orders' })
  const gone = { traceId: traceA, spanId: spanIdOf(9), attributes: {} }
  const links = [{ traceId: traceA, spanId: spanIdOf(1), attributes: {} }, gone]
  const linking = sketchSpan({ traceId: traceB, spanId: spanIdOf(1), at: 5, links })

  const [, node] = walkTree(buildTree([linking, target]))

  expect(node?.links).toEqual([{ link: links[0], target }, { link: gone }])
})

test('the same span id in two traces is two spans', () => {
  const spans = ['a', 'b'].flatMap((digit) => [
    sketchSpan({ traceId: digit.repeat(32), spanId: spanIdOf(1), name: `root ${digit}` }),
    sketchSpan({
      traceId: digit.repeat(32),
      spanId: spanIdOf(2),
      parentSpanId: spanIdOf(1),
      name: `child ${digit}`,
    }),
  ])

  const tree = buildTree(spans)

  expect(namesOf(walkTree(tree))).toEqual(['root a', 'child a', 'root b', 'child b'])
})

test('the spans of one trace stay together although another began in between', () => {
  const [traceA, traceB] = ['a'.repeat(32), 'b'.repeat(32)]
  const spans = [
    sketchSpan({ traceId: traceA, spanId: spanIdOf(1), at: 0, name: 'a1' }),
    sketchSpan({ traceId: traceB, spanId: spanIdOf(2), at: 1, name: 'b1' }),
    sketchSpan({ traceId: traceA, spanId: spanIdOf(3), at: 2, name: 'a2' }),
  ]

  expect(namesOf(buildTree(spans).roots)).toEqual(['a1', 'a2', 'b1'])
})

test('a circle of parents is cut at its earliest span', () => {
  const circle = sketchTrace([
    [1, 3, 'one', 'INTERNAL', 'a', 5, 1],
    [2, 1, 'two', 'INTERNAL', 'a', 2, 1],
    [3, 2, 'three', 'INTERNAL', 'a', 4, 1],
    [4, 3, 'beside', 'INTERNAL', 'a', 4.5, 1],
    [5, 5, 'its own parent', 'INTERNAL', 'a', 6, 1],
  ])

  const tree = buildTree(circle)

  expect(formatSpanTree(tree).split('\n')).toEqual([
    'two INTERNAL a',
    '└─ three INTERNAL a',
    '   ├─ beside INTERNAL a',
    '   └─ one INTERNAL a',
    'its own parent INTERNAL a',
  ])
})

test('a chain of fifty thousand spans is built and walked', () => {
  const chain = sketchTrace(
    Array.from({ length: 50_000 }, (_, i) => [i + 1, i, `${i}`, 'INTERNAL', 'a', i, 1] as const),
  )

  const tree = buildTree(chain)

  expect([...walkTree(tree)]).toHaveLength(50_000)
  expect(tree.roots).toHaveLength(1)
})
