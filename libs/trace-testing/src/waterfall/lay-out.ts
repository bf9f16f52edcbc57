import type { TraceNode, TraceTree } from '../tree/trace-tree.ts'

/** A node with the lines of the tree that stand before it, and before what belongs to it. */
export type Row = { readonly node: TraceNode; readonly branch: string; readonly stem: string }

type Pending = { readonly node: TraceNode; readonly stem: string; readonly isLast: boolean }

/** Deeper than this the lines of the tree say nothing any more. */
const maxStem = 90

/** The rows of the picture, top down. */
export function* layOut({ roots }: Pick<TraceTree, 'roots'>): Generator<Row> {
  for (const root of roots) {
    yield { node: root, branch: '', stem: stemAbove('', root) }
    yield* layOutBelow(root)
  }
}

function* layOutBelow(root: TraceNode): Generator<Row> {
  const ahead: Pending[] = childrenOf(root, '')
  for (let next = ahead.pop(); next; next = ahead.pop()) {
    const { node, stem, isLast } = next
    const below = deepen(stem, isLast ? '   ' : '│  ')
    yield { node, branch: stem + (isLast ? '└─ ' : '├─ '), stem: stemAbove(below, node) }
    ahead.push(...childrenOf(node, below))
  }
}

// Last first: the rows ahead are a stack.
function childrenOf({ children }: TraceNode, stem: string): Pending[] {
  return children.map((node, i) => ({ node, stem, isLast: i === children.length - 1 })).reverse()
}

function deepen(stem: string, step: string): string {
  return stem.length < maxStem ? stem + step : stem
}

function stemAbove(below: string, { children }: TraceNode): string {
  return below + (children.length > 0 ? '│  ' : '   ')
}
