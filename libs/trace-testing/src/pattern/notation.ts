import type { TraceTree } from '../tree/trace-tree.ts'
import { layOut } from '../waterfall/lay-out.ts'
import { type SpanShape, shapeOf } from './span-shape.ts'

/*
 * POST /orders SERVER order          name, kind, service; the last two may be left out
 *   GET /stock CLIENT order          deeper by any number of spaces: a child
 *     GET /stock SERVER inventory
 *   create orders PRODUCER           lines of a tree (├─ │ └─) count as spaces
 *   …                                any further spans, also where the tree must be exact
 */

/** A span that is expected, and what is expected under it. */
export type ExpectedSpan = {
  readonly words: string
  readonly shape: SpanShape
  readonly children: ExpectedSpan[]
  /** Set by a line of `…`: there may be more children than these. */
  isOpen: boolean
}

/** The words of a test cannot be read as a tree. */
export class NotationError extends Error {
  override readonly name = 'NotationError'
  readonly code = 'span-tree-unreadable'
  readonly kind = 'invalid'
}

type Level = { readonly column: number; readonly span: ExpectedSpan }

/** Reads a span tree. What is returned stands above the first line: its children are the roots. */
export function parseSpanTree(text: string): ExpectedSpan {
  const top: ExpectedSpan = { words: '', shape: {}, children: [], isOpen: false }
  const levels: Level[] = [{ column: -1, span: top }]
  text.split('\n').forEach((line, i) => {
    if (!/^[\s│├└─]*$/.test(line)) addLine(line, i + 1, levels)
  })
  if (top.children.length === 0) throw new NotationError('the expected span tree is empty')
  return top
}

function addLine(line: string, number: number, levels: Level[]): void {
  const column = line.search(/[^\s│├└─]/)
  const words = line.slice(column).trim()
  const left: Level[] = []
  while ((levels.at(-1)?.column ?? -1) >= column) left.push(...levels.splice(-1))
  if (left.length > 0 && left.at(-1)?.column !== column) {
    throw new NotationError(`line ${number}, "${words}", lines up with no line above it`)
  }
  const parent = levels.at(-1)?.span
  if (words === '…' || words === '...') {
    if (parent) parent.isOpen = true
    return
  }
  const span = { words, shape: shapeOf(words), children: [], isOpen: false }
  parent?.children.push(span)
  levels.push({ column, span })
}

/** Writes a trace in the notation that `toHaveSpanTree` reads, for a test to start from. */
export function formatSpanTree(tree: Pick<TraceTree, 'roots'>): string {
  return [...layOut(tree)]
    .map(({ branch, node: { span } }) => `${branch}${span.name} ${span.kind} ${span.service}`)
    .join('\n')
}
