import { expect, test } from 'vitest'
import { docSamples } from '../../test/doc-samples.ts'
import { sampleTrace, sketchTrace } from '../../test/sample-trace.ts'
import { buildTree, plotTrace, renderTrace } from '../index.ts'

const plotOf = (name: string) => plotTrace(buildTree(docSamples[name]?.() ?? []))

test('rows stand in the order of the text waterfall, each as deep as there', () => {
  const tree = buildTree(sampleTrace())
  const { rows } = plotTrace(tree)

  const drawn = renderTrace(tree)
    .split('\n')
    .slice(3, 3 + rows.length)
  for (const [i, { node, depth, took }] of rows.entries()) {
    expect(drawn[i]).toContain(`${node.span.name} `)
    expect(drawn[i]).toContain(` ${took} `)
    expect(drawn[i]?.indexOf(node.span.name)).toBe(3 * depth)
  }
})

test('a bar runs where the span ran, goes on after its parent and waits behind it', () => {
  const { rows, width, answer } = plotTrace(buildTree(sampleTrace()))
  const [post] = rows
  const send = rows.find(({ node }) => node.span.name === 'send orders')
  const taken = rows.find(({ node }) => node.span.kind === 'CONSUMER')
  const toUnits = (ms: number) => (width * ms) / 71.2

  expect(post?.bar).toEqual({ from: 0, to: expect.closeTo(toUnits(12.4), 6) })
  expect(send?.bar).toEqual({
    from: expect.closeTo(toUnits(11.6), 6),
    to: expect.closeTo(toUnits(21.3), 6),
    outlivesFrom: expect.closeTo(toUnits(11.6), 6),
    waitsFrom: expect.closeTo(toUnits(11.28), 6),
  })
  expect(taken?.bar.waitsFrom).toBeCloseTo(toUnits(11.28), 6)
  expect(answer).toEqual({ at: expect.closeTo(toUnits(12.4), 6), name: 'POST /orders' })
})

test('a long pause is cut out and named; what comes after it lies behind the cut', () => {
  const { cuts, rows, ticks, width } = plotOf('relay')

  expect(cuts).toEqual([{ at: expect.any(Number), took: '2 h' }])
  const [cut] = cuts
  const mail = rows.at(-1)
  expect(mail?.bar.from).toBeGreaterThan(cut?.at ?? width)
  expect(mail?.bar.to).toBeLessThanOrEqual(width)
  expect(ticks.at(0)).toEqual({ at: 0, label: '0' })
  expect(ticks.map(({ label }) => label)).toContain('2 h')
})

test('no time on the axis stands in the next one or beyond the end', () => {
  const spans = [
    [1, 0, 'POST /orders', 'SERVER', 'order', 0, 600],
    [2, 1, 'send orders', 'CLIENT', 'order', 10_600, 1_500],
  ] as const
  const { ticks, width } = plotTrace(buildTree(sketchTrace(spans)))

  const ends = ticks.map(({ at, label }) => at + 3 * label.length)
  const next = [...ticks.slice(1).map(({ at }) => at), width]
  expect(ticks.map(({ label }) => label)).toContain('10.6 s')
  expect(ends.filter((end, i) => end > (next[i] ?? 0))).toEqual([])
})

test('linked traces stand on one axis, notes say what no column can', () => {
  const { rows } = plotOf('link')

  const taken = rows.find(({ node }) => node.span.kind === 'CONSUMER')
  expect(taken).toMatchObject({ depth: 0, start: '24.1 ms' })
  expect(taken?.notes).toEqual(['↪ linked to create orders · order in trace 4bf92f35…'])
})

test('without work after the first span there is no answer to mark, without spans no row', () => {
  const alone = plotTrace(
    buildTree(sketchTrace([[1, 0, 'GET /stock', 'SERVER', 'inventory', 0, 3]])),
  )

  expect(alone.answer).toBeUndefined()
  expect(plotTrace(buildTree([])).rows).toEqual([])
})
