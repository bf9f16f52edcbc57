import {
  describePattern,
  describeSpan,
  type Equals,
  misfitsOf,
  type SpanPattern,
  shapeOf,
} from '../pattern/span-shape.ts'
import { type SpanSource, treeOf } from '../pattern/span-source.ts'
import type { Span } from '../span.ts'
import { walkTree } from '../tree/walk-tree.ts'
import { type Outcome, withTrace } from './outcome.ts'

/** How often the span must be there: at least once, if nothing is said. */
export type HaveSpanOptions = { readonly times?: number }

// biome-ignore lint/complexity/useMaxParams: the first is what TypeScript calls `this`
export function toHaveSpan(
  this: { readonly equals: Equals },
  source: SpanSource,
  pattern: SpanPattern,
  { times }: HaveSpanOptions = {},
): Outcome {
  const tree = treeOf(source)
  const spans = [...walkTree(tree)].map(({ span }) => span)
  const shape = shapeOf(pattern)
  const misfits = spans.map((span) => ({ span, clauses: misfitsOf(span, shape, this.equals) }))
  const count = misfits.filter(({ clauses }) => clauses.length === 0).length
  const pass = times === undefined ? count > 0 : count === times
  const wanted = `a span ${describePattern(pattern)}${times === undefined ? '' : ` ${times} times`}`
  const sentence = pass
    ? `expected no ${wanted.slice(2)}, but there is`
    : `expected ${wanted}, but there are ${count}${nearest(misfits, count)}`
  return { pass, message: () => withTrace(sentence, tree) }
}

type Misfit = { readonly span: Span; readonly clauses: readonly string[] }

function nearest(misfits: readonly Misfit[], count: number): string {
  const [first] = [...misfits].sort((a, b) => strangeness(a) - strangeness(b))
  if (count > 0 || !first) return ''
  return `\nthe nearest is ${describeSpan(first.span)}: ${first.clauses.join(', ')}`
}

// Another name means another span; anything else may be the mistake that the reader looks for.
function strangeness({ clauses }: Misfit): number {
  return clauses.length + (clauses[0]?.startsWith('its name') ? 100 : 0)
}
