/** The address of the page of a trace. */
export function traceHref(traceId: string): string {
  return `/traces/${encodeURIComponent(traceId)}`
}

/** The address of a span on the page of a trace. */
export function spanHref(traceId: string, spanId: string): string {
  return `${traceHref(traceId)}?span=${encodeURIComponent(spanId)}`
}
