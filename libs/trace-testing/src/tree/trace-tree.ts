import type { Span, SpanLink } from '../span.ts'

/** A link and the span it points at, where that span is among those of the tree. */
export type TreeLink = { readonly link: SpanLink; readonly target?: Span }

/**
 * Why a span has no parent in the tree.
 *
 * root:   it has none
 * remote: its parent is of another process that does not report here, such as the caller's
 * orphan: its parent should be here, but is not: it was lost, is still running or was never ended
 */
export type RootReason = 'root' | 'remote' | 'orphan'

/** A span and what it has to do with its neighbours. */
export type TraceNode = {
  readonly span: Span
  /** By start time. */
  readonly children: readonly TraceNode[]
  readonly links: readonly TreeLink[]
  /** Undefined at the top; then `rootReason` says why. */
  readonly parent?: TraceNode
  readonly rootReason?: RootReason
  /** How long it went on after its parent had ended; 0 when it did not. */
  readonly outlivesByNs: bigint
  /** How long nothing of it ran between the end of its parent and its own start; 0 when none. */
  readonly gapNs: bigint
}

/** Spans of one trace or of several that link to each other. */
export type TraceTree = {
  /** By trace, then by start time. */
  readonly roots: readonly TraceNode[]
  readonly traceIds: readonly string[]
  readonly spanCount: number
  readonly startNs: bigint
  readonly endNs: bigint
}
