import type { SpanPattern } from '../pattern/span-shape.ts'
import type { Span } from '../span.ts'
import { type SpanIds, toBeChildOf, toHaveLinkTo, toOutlive, toOverlap } from './span-matchers.ts'
import { toBeOneTrace } from './to-be-one-trace.ts'
import { type HaveSpanOptions, toHaveSpan } from './to-have-span.ts'
import { type SpanTreeOptions, toHaveSpanTree } from './to-have-span-tree.ts'

/** The assertions that this package adds to `expect`. */
export interface TraceMatchers<R = unknown> {
  /** All spans have one trace id, one root, and every parent is there. */
  toBeOneTrace(): R

  /**
   * The trace contains this tree; the order of siblings does not matter.
   *
   * shape: one line per span, `name KIND service`, children indented; `…` for any further spans
   */
  toHaveSpanTree(tree: string, options?: SpanTreeOptions): R

  /** There is a span like this: at least one, or as many as `times` says. */
  toHaveSpan(pattern: SpanPattern, options?: HaveSpanOptions): R

  /** The span has a link to the target. */
  toHaveLinkTo(target: SpanIds): R

  /** The span was made under this parent, in the same trace. */
  toBeChildOf(parent: SpanIds): R

  /** The span ended later than the other one. */
  toOutlive(other: Span): R

  /** For some time both spans ran. */
  toOverlap(other: Span): R
}

/** The matchers, for an `expect` of your own: `expect.extend(traceMatchers)`. */
export const traceMatchers = {
  toBeOneTrace,
  toHaveSpanTree,
  toHaveSpan,
  toHaveLinkTo,
  toBeChildOf,
  toOutlive,
  toOverlap,
}
