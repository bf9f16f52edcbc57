import { spanOf } from '@tailspan/testkit'
import { type Span, SpanStore } from '@tailspan/trace-testing'
import { expect, test } from 'vitest'
import { drawSides } from './draw-sides.ts'

const ledger = {} as never

function ranIn(traceId: string, name: string, [from, to]: readonly [number, number]): Span {
  return spanOf(name, { traceId, spanId: `${traceId}-${name}`, kind: 'SERVER', from, to })
}

test('both sides begin at the left end of one axis, whenever they ran, and each has its own answer', () => {
  const store = new SpanStore()
  store.add([
    ranIn('left', 'POST /orders', [0, 10]),
    ranIn('left', 'late', [90, 100]),
    ranIn('right', 'POST /orders', [60_000, 60_050]),
  ])

  const { left, right } = drawSides(store, {
    left: { ledger, shown: ['left'] },
    right: { ledger, shown: ['right'] },
  })

  const startOf = (side: typeof left) => side?.groups[0]?.rows[0]?.runs.x
  expect([startOf(left), startOf(right)]).toEqual([0, 0])
  expect(right?.ticks).toEqual(left?.ticks)
  expect(right?.answer?.at).toBeGreaterThan(left?.answer?.at ?? Number.POSITIVE_INFINITY)
})

test('a side that has not run is not drawn', () => {
  const store = new SpanStore()
  store.add([ranIn('left', 'POST /orders', [0, 10])])

  const drawn = drawSides(store, { left: { ledger, shown: ['left'] } })

  expect(Object.keys(drawn)).toEqual(['left'])
})
