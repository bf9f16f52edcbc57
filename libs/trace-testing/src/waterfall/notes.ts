import type { TraceNode, TreeLink } from '../tree/trace-tree.ts'
import { printable } from './fit-text.ts'

/** What the columns cannot say about a span: why it stands at the top, its links, its error. */
export function notesOf(node: TraceNode, remark?: string): string[] {
  const { span, links } = node
  return [
    ...rootNotes(node),
    ...links.map((link) => linkNote(link, span.traceId)),
    ...errorNotes(node),
    ...(remark ? [`◀ ${printable(remark)}`] : []),
  ]
}

function rootNotes({ span, rootReason }: TraceNode): string[] {
  const parentSpanId = printable(span.parentSpanId ?? '')
  if (rootReason === 'remote') return [`↥ called from outside, by span ${parentSpanId}`]
  if (rootReason === 'orphan') return [`↥ its parent ${parentSpanId} is missing`]
  return []
}

function linkNote({ link, target }: TreeLink, ownTraceId: string): string {
  const where = link.traceId === ownTraceId ? '' : ` in trace ${shorten(link.traceId)}`
  if (!target) return `↪ linked to span ${printable(link.spanId)}${where}, which is not here`
  return `↪ linked to ${printable(target.name)} · ${printable(target.service)}${where}`
}

function shorten(traceId: string): string {
  return `${printable(traceId).slice(0, 8)}…`
}

function errorNotes({ span: { status, attributes } }: TraceNode): string[] {
  if (status.code !== 'ERROR') return []
  const reason = status.message ?? attributes['error.type']
  return reason === undefined ? [] : [`✗ ${printable(String(reason))}`]
}
