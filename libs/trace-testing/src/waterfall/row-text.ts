import type { TraceTree } from '../tree/trace-tree.ts'
import { printable } from './fit-text.ts'
import { formatDuration } from './format-duration.ts'
import type { Row } from './lay-out.ts'

/** What stands in the columns of one row. */
export type RowText = {
  readonly branch: string
  readonly name: string
  readonly kind: string
  readonly service: string
  readonly start: string
  readonly lasted: string
}

/** Writes a row's columns, safe to print whatever the span is called. */
export function rowText({ node: { span }, branch }: Row, { startNs }: TraceTree): RowText {
  return {
    branch,
    name: printable(span.name) + (span.status.code === 'ERROR' ? ' ✗' : ''),
    kind: span.kind,
    service: printable(span.service),
    start: formatDuration(span.startNs - startNs),
    lasted: formatDuration(span.endNs - span.startNs),
  }
}
