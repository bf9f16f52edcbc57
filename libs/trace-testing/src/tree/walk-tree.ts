import type { TraceNode, TraceTree } from './trace-tree.ts'

/** Every node from the top down, each before its children. */
export function* walkTree({ roots }: Pick<TraceTree, 'roots'>): Generator<TraceNode> {
  // A stack of our own: a chain of spans from outside may be deeper than the call stack.
  const ahead = [...roots].reverse()
  for (let node = ahead.pop(); node; node = ahead.pop()) {
    yield node
    for (const child of [...node.children].reverse()) ahead.push(child)
  }
}
