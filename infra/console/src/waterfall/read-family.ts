import type { Span, SpanStore } from '@tailspan/trace-testing'

/** A relay round that many orders link to must not fill the page. */
const maxLinked = 20

/** The spans of a trace, of the traces that link to it, and of those that it links to. */
export function readFamily(store: SpanStore, traceId: string): readonly Span[] {
  const own = store.traceAndFollowers(traceId)
  const known = new Set(own.map((span) => span.traceId))
  const linked = new Set(own.flatMap(({ links }) => links.map((link) => link.traceId)))
  const others = [...linked].filter((id) => !known.has(id)).slice(0, maxLinked)
  return [...own, ...others.flatMap((id) => store.trace(id))]
}
