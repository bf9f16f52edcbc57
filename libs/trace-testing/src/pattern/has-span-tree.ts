import { TreeMatcher } from './match-trees.ts'
import { parseSpanTree } from './notation.ts'
import { type SpanSource, treeOf } from './span-source.ts'

/**
 * A condition to wait for: the tree is part of the trace, as `toHaveSpanTree` has it.
 *
 * Spans come from several services, in any order, and the last one to arrive is rarely that of the last step.
 *
 * errors: NotationError at once, before anybody waits
 */
export function hasSpanTree(expected: string): (source: SpanSource) => boolean {
  const wanted = parseSpanTree(expected)
  return (source) => new TreeMatcher({ exact: false }).isComplete(wanted, treeOf(source).roots)
}
