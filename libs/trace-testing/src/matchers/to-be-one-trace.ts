import { describeSpan } from '../pattern/span-shape.ts'
import { type SpanSource, treeOf } from '../pattern/span-source.ts'
import type { TraceTree } from '../tree/trace-tree.ts'
import { type Outcome, withTrace } from './outcome.ts'

export function toBeOneTrace(source: SpanSource): Outcome {
  const tree = treeOf(source)
  const fault = faultOf(tree)
  return {
    pass: fault === undefined,
    message: () => withTrace(fault ?? 'expected these spans not to be one trace', tree),
  }
}

function faultOf({ traceIds, roots, spanCount }: TraceTree): string | undefined {
  if (spanCount === 0) return 'expected one trace, but there are no spans'
  if (traceIds.length > 1) return `expected one trace, but these are ${traceIds.length}`
  const orphan = roots.find(({ rootReason }) => rootReason === 'orphan')
  if (orphan) {
    return `expected one trace, but the parent of ${describeSpan(orphan.span)} is missing`
  }
  if (roots.length === 1) return undefined
  const names = roots.map(({ span }) => describeSpan(span)).join(', ')
  return `expected one trace, but it has ${roots.length} roots: ${names}`
}
