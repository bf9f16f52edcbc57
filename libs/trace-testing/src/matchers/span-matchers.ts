import { describeSpan } from '../pattern/span-shape.ts'
import type { Span } from '../span.ts'
import { formatDuration } from '../waterfall/format-duration.ts'
import { assertSpan, type Outcome } from './outcome.ts'

/** Names a span by its ids. */
export type SpanIds = Pick<Span, 'traceId' | 'spanId'>

export function toHaveLinkTo(span: unknown, target: SpanIds): Outcome {
  assertSpan(span, 'what is asserted')
  assertSpan(target, 'the target of the link')
  const pass = span.links.some((link) => isSame(link, target))
  const links = span.links.map((link) => `\n  ${link.traceId} ${link.spanId}`).join('')
  const wanted = `to ${target.traceId} ${target.spanId}`
  return {
    pass,
    message: () =>
      pass
        ? `expected ${describeSpan(span)} not to be linked ${wanted}`
        : `expected ${describeSpan(span)} to be linked ${wanted}, its links: ${links || 'none'}`,
  }
}

export function toBeChildOf(span: unknown, parent: SpanIds): Outcome {
  assertSpan(span, 'what is asserted')
  assertSpan(parent, 'the parent')
  const pass = span.traceId === parent.traceId && span.parentSpanId === parent.spanId
  const actual = `its parent is ${span.parentSpanId ?? 'none'} in trace ${span.traceId}`
  const wanted = `a child of ${parent.spanId} in trace ${parent.traceId}`
  return {
    pass,
    message: () => `expected ${describeSpan(span)} ${pass ? 'not ' : ''}to be ${wanted}; ${actual}`,
  }
}

export function toOutlive(span: unknown, other: Span): Outcome {
  assertSpan(span, 'what is asserted')
  assertSpan(other, 'the span to outlive')
  const byNs = span.endNs - other.endNs
  const told = `it ended ${formatDuration(byNs < 0n ? -byNs : byNs)} ${byNs < 0n ? 'before' : 'after'} it`
  return {
    pass: byNs > 0n,
    message: () =>
      `expected ${describeSpan(span)} ${byNs > 0n ? 'not ' : ''}to outlive ${describeSpan(other)}; ${told}`,
  }
}

export function toOverlap(span: unknown, other: Span): Outcome {
  assertSpan(span, 'what is asserted')
  assertSpan(other, 'the span to overlap')
  const [first, second] = span.startNs <= other.startNs ? [span, other] : [other, span]
  const apartNs = second.startNs - first.endNs
  const pass = apartNs < 0n
  const told = pass
    ? `they ran together for ${formatDuration(-apartNs)}`
    : `${describeSpan(second)} began ${formatDuration(apartNs)} after ${describeSpan(first)} had ended`
  return {
    pass,
    message: () =>
      `expected ${describeSpan(span)} ${pass ? 'not ' : ''}to overlap ${describeSpan(other)}; ${told}`,
  }
}

function isSame(a: SpanIds, b: SpanIds): boolean {
  return a.traceId === b.traceId && a.spanId === b.spanId
}
