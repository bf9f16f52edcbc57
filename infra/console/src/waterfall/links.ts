import type { PlotRow, Span, TraceNode } from '@tailspan/trace-testing'
import { spanHref } from '../views/trace-href.ts'

/** A link as a row shows it: to the span itself where it is on the page, else to its trace. */
export type Link = { readonly sign: '↪' | '↩'; readonly text: string; readonly href: string }

/** Where the links of a span lead. */
export function linksOf({ links }: TraceNode, of: string): Link[] {
  return links.map(({ link, target }) =>
    target
      ? { sign: '↪', text: `linked to ${describe(target)}`, href: spanHref(of, target.spanId) }
      : {
          sign: '↪',
          text: `linked to a span of trace ${link.traceId.slice(0, 8)}…, which is not here`,
          href: spanHref(link.traceId, link.spanId),
        },
  )
}

/** The same from the other end: the spans of the page that link to each span. */
export function inboundLinks(rows: readonly PlotRow[], of: string): ReadonlyMap<Span, Link[]> {
  const found = new Map<Span, Link[]>()
  for (const { node } of rows)
    for (const { target } of node.links) {
      if (!target) continue
      const text = `linked from ${describe(node.span)}`
      const link: Link = { sign: '↩', text, href: spanHref(of, node.span.spanId) }
      found.set(target, [...(found.get(target) ?? []), link])
    }
  return found
}

function describe({ name, service }: Span): string {
  return `${name} · ${service}`
}
