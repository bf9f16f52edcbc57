import type { SpanSource } from '../pattern/span-source.ts'
import { treeOf } from '../pattern/span-source.ts'
import type { Span } from '../span.ts'
import type { TraceNode } from '../tree/trace-tree.ts'
import { renderTrace } from '../waterfall/render-trace.ts'

/** What vitest wants to know of an assertion. */
export type Outcome = { readonly pass: boolean; readonly message: () => string }

const width = 110

/** The whole trace under the sentence that says what is wrong with it. */
export function withTrace(sentence: string, source: SpanSource, remark?: Remark): string {
  const remarks = remark?.at ? new Map([[remark.at.span, remark.text]]) : undefined
  const options = { width, legend: false, ...(remarks ? { remarks } : {}) }
  return `${sentence}\n\n${indent(renderTrace(treeOf(source), options))}`
}

/** A line to be set under one row of the picture. */
export type Remark = { readonly at: TraceNode | undefined; readonly text: string }

/** Moves text to the right, so that it stands apart from the sentence above it. */
export function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ')
}

/** Fails early where a list or nothing was given instead of one span. */
export function assertSpan(value: unknown, role: string): asserts value is Span {
  const isSpan = typeof value === 'object' && value !== null && 'spanId' in value
  if (!isSpan)
    throw new TypeError(`${role} must be one span; findSpan(spans, 'name KIND service') finds it`)
}
