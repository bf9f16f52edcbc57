import { buildTree, renderTrace, type Span, type SpanStore } from '@tailspan/trace-testing'
import { awaitWholeTrace } from '../demo/whole-trace.ts'
import type { Out } from './console-screen.ts'
import { toRenderOptions } from './start-report.ts'

const patienceMs = 5_000

/** Shows the trace of every further order, one at a time: what comes meanwhile is only counted. */
export function followTraces(out: Out, store: SpanStore): void {
  let isDrawing = false
  let skippedCount = 0
  const draw = async (traceId: string) => {
    isDrawing = true
    const { spans } = await awaitWholeTrace(store, traceId, patienceMs)
    const others = skippedCount > 0 ? `(${skippedCount} more orders meanwhile)\n` : ''
    out.write(`\n${renderTrace(buildTree(spans), toRenderOptions(out))}\n${others}`)
    isDrawing = false
    skippedCount = 0
  }
  store.onSpan((span) => {
    if (!isOrder(span)) return
    if (isDrawing) skippedCount += 1
    else void draw(span.traceId)
  })
}

function isOrder({ name, kind, service }: Span): boolean {
  return name === 'POST /orders' && kind === 'SERVER' && service === 'order'
}
