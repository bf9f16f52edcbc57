import type { Span } from '../span.ts'
import type { TraceTree } from '../tree/trace-tree.ts'
import { drawHeads, drawRow } from './draw-row.ts'
import { cut, printable } from './fit-text.ts'
import { formatDuration } from './format-duration.ts'
import { layOut, type Row } from './lay-out.ts'
import { drawLegend } from './legend.ts'
import { createPicture, type Picture, type RenderOptions } from './picture.ts'

/**
 * Draws spans as a text waterfall, one row each, under their parents and along one time axis.
 *
 * shape: no line is wider than `width`, no control character of a span's name gets through
 * units: width in terminal cells, 100 unless told, never below 32
 */
export function renderTrace(tree: TraceTree, options: RenderOptions = {}): string {
  if (tree.spanCount === 0) return 'no spans'
  const rows = [...layOut(tree)]
  const picture = createPicture(tree, rows, options)
  const traces = Map.groupBy(rows, ({ node }) => node.span.traceId)
  const body = [...traces.values()].map((ofTrace) => drawTrace(ofTrace, picture).join('\n'))
  const legend = options.legend === false ? [] : drawLegend(picture, body.join(''))
  return [...body, ...legend].join('\n\n')
}

function drawTrace(rows: readonly Row[], picture: Picture): string[] {
  const lines = rows.flatMap((row) => drawRow(row, picture))
  return [drawTitle(rows, picture), '', drawHeads(picture), ...lines].map((line) => line.trimEnd())
}

function drawTitle(rows: readonly Row[], { paint, width }: Picture): string {
  const spans = rows.map(({ node }) => node.span)
  const services = new Set(spans.map(({ service }) => service)).size
  const counts = `${count(rows.length, 'span')} · ${count(services, 'service')}`
  const title = `trace ${spans[0]?.traceId} · ${counts} · ${formatDuration(extentNs(spans))}`
  return paint.bold(cut(printable(title), width))
}

function extentNs(spans: readonly Span[]): bigint {
  const moments = spans.flatMap(({ startNs, endNs }) => [startNs, endNs])
  moments.sort((a, b) => Number(a - b))
  return (moments.at(-1) ?? 0n) - (moments[0] ?? 0n)
}

function count(howMany: number, what: string): string {
  return `${howMany} ${what}${howMany === 1 ? '' : 's'}`
}
