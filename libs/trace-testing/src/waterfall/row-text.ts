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
  /** After the beginning of the picture. */
  readonly start: string
  readonly took: string
}

/** What stands above the columns. */
export const heads: RowText = {
  branch: '',
  name: '',
  kind: 'kind',
  service: 'service',
  start: 'start',
  took: 'took',
}

/** Writes a row's columns, safe to print whatever the span is called. */
export function rowText({ node: { span }, branch }: Row, { startNs }: TraceTree): RowText {
  return {
    branch,
    name: printable(span.name) + (span.status.code === 'ERROR' ? ' ✗' : ''),
    kind: span.kind,
    service: printable(span.service),
    start: formatDuration(span.startNs - startNs),
    took: formatDuration(span.endNs - span.startNs),
  }
}
