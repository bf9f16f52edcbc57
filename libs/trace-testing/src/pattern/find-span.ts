import type { Span } from '../span.ts'
import { walkTree } from '../tree/walk-tree.ts'
import { renderTrace } from '../waterfall/render-trace.ts'
import { describePattern, misfitsOf, type SpanPattern, shapeOf } from './span-shape.ts'
import { type SpanSource, treeOf } from './span-source.ts'

/** There is no such span, or more than one where one was meant. */
export class SpanNotFound extends Error {
  override readonly name = 'SpanNotFound'
  readonly code = 'span-not-found'
  readonly kind = 'not-found'
}

/** All spans that fit, in the order of the tree. */
export function findSpans(source: SpanSource, pattern: SpanPattern): Span[] {
  const shape = shapeOf(pattern)
  return [...walkTree(treeOf(source))]
    .map(({ span }) => span)
    .filter((span) => misfitsOf(span, shape).length === 0)
}

/**
 * The one span that fits.
 *
 * errors: span-not-found when none or several fit; the message shows the trace
 */
export function findSpan(source: SpanSource, pattern: SpanPattern): Span {
  const [span, ...more] = findSpans(source, pattern)
  if (span && more.length === 0) return span
  const found = span ? `${more.length + 1} spans fit` : 'no span fits'
  const seen = renderTrace(treeOf(source), { legend: false })
  throw new SpanNotFound(`${found} ${describePattern(pattern)}:\n\n${seen}`)
}
