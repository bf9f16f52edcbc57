import type { TraceNode } from '../tree/trace-tree.ts'
import type { ExpectedSpan } from './notation.ts'
import { misfitsOf } from './span-shape.ts'

/** Which expected span was found as which node. */
export type Pairs = ReadonlyMap<ExpectedSpan, TraceNode>

/** Finds expected spans among nodes; remembers, because siblings are tried in many orders. */
export class TreeMatcher {
  readonly #exact: boolean
  readonly #known = new Map<ExpectedSpan, Map<TraceNode, boolean>>()

  constructor({ exact }: { readonly exact: boolean }) {
    this.#exact = exact
  }

  /** Whether the node is the expected span, with all that is expected under it. */
  isMatch(expected: ExpectedSpan, node: TraceNode): boolean {
    const known = this.#known.get(expected) ?? new Map<TraceNode, boolean>()
    this.#known.set(expected, known)
    const answer = known.get(node) ?? this.#compare(expected, node)
    known.set(node, answer)
    return answer
  }

  #compare(expected: ExpectedSpan, node: TraceNode): boolean {
    if (misfitsOf(node.span, expected.shape).length > 0) return false
    return this.isComplete(expected, node.children)
  }

  /** Whether all that is expected under `expected` is among the nodes, and nothing forbidden. */
  isComplete(expected: ExpectedSpan, nodes: readonly TraceNode[]): boolean {
    if (this.forbidsMore(expected) && nodes.length > expected.children.length) return false
    return this.pair(expected.children, nodes).size === expected.children.length
  }

  /** Whether there may be no other children than the expected ones. */
  forbidsMore({ isOpen }: ExpectedSpan): boolean {
    return this.#exact && !isOpen
  }

  /** Pairs as many as can be paired, whatever the order (Kuhn's maximum bipartite matching). */
  pair(expected: readonly ExpectedSpan[], nodes: readonly TraceNode[]): Pairs {
    const takenBy = new Map<TraceNode, ExpectedSpan>()
    for (const one of expected) this.#place(one, nodes, { takenBy, tried: new Set() })
    return new Map([...takenBy].map(([node, one]) => [one, node]))
  }

  #place(one: ExpectedSpan, nodes: readonly TraceNode[], state: Placing): boolean {
    for (const node of nodes) {
      if (state.tried.has(node) || !this.isMatch(one, node)) continue
      state.tried.add(node)
      const rival = state.takenBy.get(node)
      // The row that has the node may match another one.
      if (rival && !this.#place(rival, nodes, state)) continue
      state.takenBy.set(node, one)
      return true
    }
    return false
  }
}

type Placing = {
  readonly takenBy: Map<TraceNode, ExpectedSpan>
  readonly tried: Set<TraceNode>
}
