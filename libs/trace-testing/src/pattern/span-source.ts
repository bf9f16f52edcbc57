import type { Span } from '../span.ts'
import { buildTree } from '../tree/build-tree.ts'
import type { TraceTree } from '../tree/trace-tree.ts'

/** Whatever holds spans: a list of them, a tree, a store or a receiver. */
export type SpanSource =
  | readonly Span[]
  | TraceTree
  | { spans(): readonly Span[] }
  | { readonly store: { spans(): readonly Span[] } }

/** The spans as a tree. */
export function treeOf(source: SpanSource): TraceTree {
  if ('roots' in source) return source
  if ('store' in source) return buildTree(source.store.spans())
  return buildTree('spans' in source ? source.spans() : source)
}
