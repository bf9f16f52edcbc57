import { type Span, SpanStore } from '@tailspan/trace-testing'
import { expect, test } from 'vitest'
import { drawSides } from './draw-sides.ts'

const ledger = {} as never

function spanOf(traceId: string, name: string, [from, to]: readonly [number, number]): Span {
  return {
    traceId,
    spanId: `${traceId}-${name}`,
    name,
    kind: 'SERVER',
    service: 'order',
    startNs: BigInt(from) * 1_000_000n,
    endNs: BigInt(to) * 1_000_000n,
    attributes: {},
    links: [],
    events: [],
    status: { code: 'UNSET' },
    scope: '',
    resource: {},
  }
}

test('both sides begin at the left end of one axis, whenever they ran, and each has its own answer', () => {
  const store = new SpanStore()
  store.add([
    spanOf('left', 'POST /orders', [0, 10]),
    spanOf('left', 'late', [90, 100]),
    spanOf('right', 'POST /orders', [60_000, 60_050]),
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
  store.add([spanOf('left', 'POST /orders', [0, 10])])

  const drawn = drawSides(store, { left: { ledger, shown: ['left'] } })

  expect(Object.keys(drawn)).toEqual(['left'])
})
