import { measureGrowth, spanOf } from '@tailspan/testkit'
import type { Span } from '@tailspan/trace-testing'
import { expect, test } from 'vitest'
import { html } from '../html/html.ts'
import { toWaterfall } from '../waterfall/to-waterfall.ts'
import { waterfall } from './waterfall.ts'

const traceId = 'a'.repeat(32)

function spansOf(count: number): Span[] {
  return Array.from({ length: count }, (_, i) => ({
    ...spanOf(`span ${i}`, {
      traceId,
      spanId: i.toString(16).padStart(16, '0'),
      ...(i > 0 && { parentSpanId: '0'.padStart(16, '0') }),
      from: 0,
      to: i + 5,
    }),
    startNs: BigInt(i),
  }))
}

function draw(spans: readonly Span[]): string {
  const data = toWaterfall(spans, { of: traceId, selected: null, part: { from: null } })
  return String(waterfall(html, data, { folded: new Set() }))
}

test('a trace of twice the spans takes about twice the time to lay out and draw', async () => {
  const [small, large] = [spansOf(200), spansOf(400)]

  expect(
    await measureGrowth(
      () => draw(small),
      () => draw(large),
    ),
  ).toBeLessThan(2.5)
})

test('a page of five thousand spans is no heavier than one of a part of them', () => {
  const [whole, part] = [draw(spansOf(5_000)), draw(spansOf(400))]

  expect(whole.length).toBeLessThan(1.05 * part.length)
})
