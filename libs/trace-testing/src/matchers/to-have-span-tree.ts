import { firstDifference } from '../pattern/first-difference.ts'
import { parseSpanTree } from '../pattern/notation.ts'
import { type SpanSource, treeOf } from '../pattern/span-source.ts'
import { indent, type Outcome, withTrace } from './outcome.ts'

/** How much of the trace the expected tree must account for. */
export type SpanTreeOptions = {
  /** Nothing but the expected spans may be there, save where a line says `…`. */
  readonly exact?: boolean
}

export function toHaveSpanTree(
  source: SpanSource,
  expected: string,
  { exact = false }: SpanTreeOptions = {},
): Outcome {
  const tree = treeOf(source)
  const difference = firstDifference(parseSpanTree(expected), tree, { exact })
  const wanted = `${exact ? 'exactly this span tree' : 'this span tree'}:\n\n${indent(dedent(expected))}`
  const remark = { at: difference?.at, text: 'here' }
  const sentence = difference
    ? `${difference.sentence}\n\nexpected ${wanted}`
    : `expected not ${wanted}`
  return {
    pass: difference === undefined,
    message: () => withTrace(`${sentence}\n\nthe trace:`, tree, remark),
  }
}

function dedent(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const margin = Math.min(...lines.map((line) => line.search(/\S/)))
  return lines.map((line) => line.slice(margin).trimEnd()).join('\n')
}
