import { spanOf } from '@tailspan/testkit'
import type { Span } from '@tailspan/trace-testing'
import { expect, test } from 'vitest'
import { toWaterfall } from './to-waterfall.ts'

const [one, other] = ['a'.repeat(32), 'b'.repeat(32)]

const sketch = (id: string, name: string, given: Partial<Span> = {}): Span => ({
  ...spanOf(name, { traceId: one, spanId: id.padStart(16, '0'), from: 0, to: 10 }),
  ...given,
})

test('a linked trace stands below as a group of its own, and each end of the link leads to the other', () => {
  const create = sketch('1', 'create orders')
  const link = { traceId: one, spanId: create.spanId, attributes: {} }
  const process = sketch('2', 'process orders', { traceId: other, links: [link], startNs: 5n })

  const { groups } = toWaterfall([create, process], { of: one, selected: null })

  expect(groups.map(({ traceId, isOwn }) => [traceId, isOwn])).toEqual([
    [one, true],
    [other, false],
  ])
  const links = groups.map(({ rows: [row] }) => row?.links)
  expect(links).toEqual([
    [
      {
        sign: '↩',
        text: 'linked from process orders · order',
        href: `/traces/${one}?span=${process.spanId}`,
      },
    ],
    [
      {
        sign: '↪',
        text: 'linked to create orders · order',
        href: `/traces/${one}?span=${create.spanId}`,
      },
    ],
  ])
})

test('a link to a span that is not here leads to the trace that it names', () => {
  const link = { traceId: other, spanId: 'c'.repeat(16), attributes: {} }

  const { groups } = toWaterfall([sketch('1', 'send orders', { links: [link] })], {
    of: one,
    selected: null,
  })

  expect(groups[0]?.rows[0]?.links).toMatchObject([
    { href: `/traces/${other}?span=${link.spanId}` },
  ])
})

test('of a long trace a part is drawn, with the one axis of all of it and the way to its neighbours', () => {
  const root = sketch('1', 'POST /orders', { endNs: 2_000_000_000n })
  const many = Array.from({ length: 999 }, (_, i) =>
    sketch((i + 2).toString(16), `span ${i + 2}`, {
      parentSpanId: root.spanId,
      startNs: BigInt(i),
      endNs: BigInt(i + 1) * 1_000_000n,
    }),
  )
  const all = [root, ...many]
  const selected = many[500]?.spanId ?? ''
  const draw = (from: string | null) => toWaterfall(all, { of: one, selected, part: { from } })

  const [chosen, last, whole] = [draw(null), draw('801'), toWaterfall(all, { of: one, selected })]

  expect(chosen.rows).toEqual({
    first: 401,
    last: 800,
    total: 1_000,
    before: `/traces/${one}?rows=1`,
    next: `/traces/${one}?rows=801`,
  })
  expect(chosen.groups[0]?.rows.filter(({ isSelected }) => isSelected)).toHaveLength(1)
  expect(last.rows).toMatchObject({ last: 1_000, next: undefined })
  expect(last.groups[0]?.rows).toHaveLength(200)
  expect(last.ticks).toEqual(whole.ticks)
  expect(whole.groups[0]?.rows).toHaveLength(1_000)
})

test('what is short can be seen, and lies within the axis', () => {
  const parent = sketch('1', 'POST /orders')
  const late = sketch('2', 'send orders', {
    parentSpanId: parent.spanId,
    startNs: 99_999_000n,
    endNs: 100_000_000n,
  })

  const { groups, width } = toWaterfall([parent, late], { of: one, selected: null })

  const row = groups[0]?.rows[1]
  expect(row?.outlives.width).toBeGreaterThan(0.5)
  expect((row?.outlives.x ?? 0) + (row?.outlives.width ?? 0)).toBeLessThanOrEqual(width)
  expect(row?.waits.width).toBeGreaterThan(0)
  expect(row).toMatchObject({ position: 1, siblings: 1, depth: 1 })
})
