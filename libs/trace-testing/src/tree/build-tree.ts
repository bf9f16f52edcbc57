import type { Span } from '../span.ts'
import type { RootReason, TraceNode, TraceTree, TreeLink } from './trace-tree.ts'
import { walkTree } from './walk-tree.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
type Draft = Mutable<Omit<TraceNode, 'children' | 'parent'>> & { children: Draft[]; parent?: Draft }

/**
 * Puts spans under their parents.
 *
 * shape:   any order, any number of traces, parts may be missing; a circle of parents is cut open
 * repeats: of two spans with the same ids the first is taken
 */
export function buildTree(spans: Iterable<Span>): TraceTree {
  const drafts = new Map<string, Draft>()
  for (const span of [...spans].sort(byStart)) {
    const key = keyOf(span)
    if (!drafts.has(key)) drafts.set(key, draftOf(span))
  }
  const all = [...drafts.values()]
  for (const draft of all) join(draft, drafts)
  cutCircles(all)
  for (const draft of all) relate(draft)
  return summarize(all)
}

function byStart(a: Span, b: Span): number {
  return compare(a.startNs, b.startNs) || compare(b.endNs, a.endNs) || compare(a.spanId, b.spanId)
}

function compare<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : Number(a > b)
}

function keyOf({ traceId, spanId }: { traceId: string; spanId: string }): string {
  return `${traceId}-${spanId}`
}

function draftOf(span: Span): Draft {
  return { span, children: [], links: [], outlivesByNs: 0n, gapNs: 0n }
}

function join(draft: Draft, drafts: ReadonlyMap<string, Draft>): void {
  const { span } = draft
  draft.links = span.links.map((link): TreeLink => {
    const target = drafts.get(keyOf(link))?.span
    return target ? { link, target } : { link }
  })
  const parent = parentOf(span, drafts)
  if (parent) {
    draft.parent = parent
    parent.children.push(draft)
  }
}

function parentOf({ traceId, parentSpanId }: Span, drafts: ReadonlyMap<string, Draft>) {
  if (parentSpanId === undefined) return undefined
  return drafts.get(keyOf({ traceId, spanId: parentSpanId }))
}

// Ids come from outside: in a circle of parents nobody can be reached from a root, so the earliest
// of each circle is made one.
function cutCircles(drafts: readonly Draft[]): void {
  const reached = new Set<unknown>(walkTree({ roots: drafts.filter(({ parent }) => !parent) }))
  for (const draft of drafts) {
    if (reached.has(draft)) continue
    const { parent } = draft
    delete draft.parent
    if (parent) parent.children = parent.children.filter((child) => child !== draft)
    for (const node of walkTree({ roots: [draft] })) reached.add(node)
  }
}

function relate(draft: Draft): void {
  const { span, parent } = draft
  if (!parent) {
    draft.rootReason = rootReasonOf(span)
    return
  }
  draft.outlivesByNs = atLeastZero(span.endNs - parent.span.endNs)
  draft.gapNs = atLeastZero(span.startNs - parent.span.endNs)
}

function rootReasonOf({ parentSpanId, parentIsRemote }: Span): RootReason {
  if (parentSpanId === undefined) return 'root'
  return parentIsRemote ? 'remote' : 'orphan'
}

function atLeastZero(value: bigint): bigint {
  return value > 0n ? value : 0n
}

function summarize(nodes: readonly Draft[]): TraceTree {
  const traces = Map.groupBy(nodes, ({ span }) => span.traceId)
  return {
    roots: [...traces.values()].flatMap((trace) => trace.filter(({ parent }) => !parent)),
    traceIds: [...traces.keys()],
    spanCount: nodes.length,
    startNs: nodes[0]?.span.startNs ?? 0n,
    endNs:
      nodes
        .map(({ span }) => span.endNs)
        .sort(compare)
        .at(-1) ?? 0n,
  }
}
