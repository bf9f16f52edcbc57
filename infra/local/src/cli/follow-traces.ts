import { buildTree, renderTrace, type Span, type SpanStore } from '@tailspan/trace-testing'
import { expectedTrace, requestsAre } from '../demo/expected-trace.ts'
import { isAccepted, isRequest } from '../traces/request-span.ts'
import { awaitWholeTrace } from '../traces/whole-trace.ts'
import type { Out } from './console-screen.ts'
import { toRenderOptions } from './start-report.ts'

/** How long a trace is waited for: an accepted request's until it is whole, a refused one's for its spans to arrive. */
export type Patience = { readonly acceptedMs: number; readonly refusedMs: number }

/** Where traces come from, and the page of each where there is one. */
export type Followed = {
  readonly store: SpanStore
  readonly tracePage?: ((traceId: string) => string) | undefined
}

const usualPatience: Patience = { acceptedMs: 5_000, refusedMs: 1_500 }

/** Shows the trace of every further request, one at a time: what comes meanwhile is only counted. */
export function followTraces(
  out: Out,
  { store, tracePage }: Followed,
  patience = usualPatience,
): void {
  let isDrawing = false
  let skippedCount = 0
  const draw = async (span: Span) => {
    isDrawing = true
    const waitMs = isAccepted(span) ? patience.acceptedMs : patience.refusedMs
    const wait = { expected: expectedTrace, timeoutMs: waitMs }
    const { spans, lacks } = await awaitWholeTrace(store, span.traceId, wait)
    const gap = isAccepted(span) ? tellGap(lacks, waitMs) : ''
    const others = skippedCount > 0 ? `(${skippedCount} more ${requestsAre} meanwhile)\n` : ''
    const page = tracePage ? `trace   ${tracePage(span.traceId)}\n` : ''
    out.write(`\n${renderTrace(buildTree(spans), toRenderOptions(out))}\n${page}${gap}${others}`)
    isDrawing = false
    skippedCount = 0
  }
  store.onSpan((span) => {
    if (!isRequest(span)) return
    if (isDrawing) skippedCount += 1
    else void draw(span)
  })
}

function tellGap([first, ...more]: readonly string[], waitMs: number): string {
  if (first === undefined) return ''
  const others = more.length > 0 ? ` and ${more.length} more` : ''
  return `(not whole after ${waitMs / 1_000} s, as far as it has come: it lacks ${first}${others})\n`
}
