/** The address of a span on the page of a trace. */
export function spanHref(traceId: string, spanId: string): string {
  return `/traces/${encodeURIComponent(traceId)}?span=${encodeURIComponent(spanId)}`
}
