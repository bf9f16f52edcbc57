import type { TraceNode, TraceTree } from '../tree/trace-tree.ts'
import { walkTree } from '../tree/walk-tree.ts'
import { TreeMatcher } from './match-trees.ts'
import type { ExpectedSpan } from './notation.ts'
import { describeSpan, misfitsOf } from './span-shape.ts'

/** Where a trace first differs from what was expected: a sentence, and the node to point at. */
export type Difference = { readonly sentence: string; readonly at?: TraceNode }

/** Compares from the top down; undefined when the trace is as expected. */
export function firstDifference(
  expected: ExpectedSpan,
  tree: TraceTree,
  { exact }: { readonly exact: boolean },
): Difference | undefined {
  const matcher = new TreeMatcher({ exact })
  if (matcher.isComplete(expected, tree.roots)) return undefined
  return compareChildren({ matcher, tree }, { expected, nodes: tree.roots })
}

type Search = { readonly matcher: TreeMatcher; readonly tree: TraceTree }

type Place = {
  readonly expected: ExpectedSpan
  readonly nodes: readonly TraceNode[]
  readonly at?: TraceNode
}

function compareChildren(search: Search, place: Place): Difference {
  const { expected, nodes } = place
  const pairs = search.matcher.pair(expected.children, nodes)
  const missing = expected.children.find((child) => !pairs.has(child))
  const taken = new Set(pairs.values())
  const rest = nodes.filter((node) => !taken.has(node))
  if (!missing) return { sentence: extraSentence(rest, place), ...pointAt(rest[0] ?? place.at) }
  const candidate = bestOf(missing, rest)
  if (candidate) {
    return compareChildren(search, { expected: missing, nodes: candidate.children, at: candidate })
  }
  return { sentence: missingSentence(missing, place, search), ...pointAt(place.at) }
}

function pointAt(at: TraceNode | undefined): Pick<Difference, 'at'> {
  return at ? { at } : {}
}

// The span itself is there, so the difference lies below it: go on where most fits.
function bestOf(expected: ExpectedSpan, nodes: readonly TraceNode[]): TraceNode | undefined {
  return nodes
    .filter((node) => fits(node, expected))
    .sort((a, b) => fittingChildren(b, expected) - fittingChildren(a, expected))[0]
}

function fittingChildren({ children }: TraceNode, expected: ExpectedSpan): number {
  return expected.children.filter((one) => children.some((child) => fits(child, one))).length
}

function fits({ span }: TraceNode, { shape }: ExpectedSpan): boolean {
  return misfitsOf(span, shape).length === 0
}

function missingSentence(missing: ExpectedSpan, place: Place, { tree }: Search): string {
  const wanted = `${whereOf(place)} there is no "${missing.words}"`
  const elsewhere = [...walkTree(tree)].find(
    (node) => !place.nodes.includes(node) && fits(node, missing),
  )
  if (elsewhere) return `${wanted}; one is ${placeOf(elsewhere)}`
  const others = place.nodes.map(({ span }) => describeSpan(span))
  return `${wanted}; there is ${others.length === 0 ? 'nothing' : others.join(', ')}`
}

function extraSentence(rest: readonly TraceNode[], place: Place): string {
  const extra = rest.map(({ span }) => describeSpan(span)).join(', ')
  return `${whereOf(place)} there is ${extra} besides what was expected`
}

function whereOf({ at }: Place): string {
  return at ? `under ${describeSpan(at.span)}` : 'at the top'
}

function placeOf({ parent }: TraceNode): string {
  return parent ? `under ${describeSpan(parent.span)}` : 'at the top'
}
