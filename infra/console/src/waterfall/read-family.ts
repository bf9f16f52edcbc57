import type { Span, SpanStore } from '@tailspan/trace-testing'

/** A relay round that many orders link to must not fill the page. */
const maxLinked = 20

/** The spans of a trace, of the traces that link to it, and of those that it links to. */
export function readFamily(store: SpanStore, traceId: string): readonly Span[] {
  const own = store.traceAndFollowers(traceId)
  return [...own, ...linkedFrom(own).flatMap((id) => store.trace(id))]
}

/** The changes after which the picture of these spans is another one: a trace that a link leads to may still come. */
export function topicsOfFamily(traceId: string, spans: readonly Span[]): readonly string[] {
  const ids = new Set([traceId, ...spans.map((span) => span.traceId), ...linkedFrom(spans)])
  return [...ids].map((id) => `trace:${id}`)
}

/** The traces to which links lead out of these spans. */
function linkedFrom(spans: readonly Span[]): readonly string[] {
  const known = new Set(spans.map((span) => span.traceId))
  const linked = new Set(spans.flatMap(({ links }) => links.map((link) => link.traceId)))
  return [...linked].filter((id) => !known.has(id)).slice(0, maxLinked)
}
