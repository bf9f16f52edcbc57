import type { Span } from './span.ts'
import { buildTree } from './tree/build-tree.ts'
import { renderTrace } from './waterfall/render-trace.ts'

/** The spans that were waited for did not come in time. */
export class TraceTimeout extends Error {
  override readonly name = 'TraceTimeout'
  readonly code = 'trace-timeout'
  readonly kind = 'unavailable'
  /** What had come. */
  readonly spans: readonly Span[]

  constructor(timeoutMs: number, spans: readonly Span[]) {
    const seen = spans.length === 0 ? 'No span has arrived.' : renderTrace(buildTree(spans))
    super(`the trace was not complete after ${timeoutMs} ms:\n\n${seen}`)
    this.spans = spans
  }
}
