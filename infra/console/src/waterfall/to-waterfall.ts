import {
  buildTree,
  type PlotRow,
  plotTrace,
  type Span,
  type TraceNode,
  type TracePlot,
} from '@tailspan/trace-testing'
import { spanHref, traceHref } from '../views/trace-href.ts'
import type { Waterfall } from '../views/waterfall-data.ts'
import type { WaterfallRow } from '../views/waterfall-row.ts'
import { chooseRows, type RowWindow, rowsAtOnce } from './choose-rows.ts'
import { inboundLinks, linksOf } from './links.ts'

type Options = {
  /** The trace whose page it is. */
  readonly of: string
  readonly selected: string | null
  /** Draws a part of a long list, the one from this row on; without it, all rows. */
  readonly part?: { readonly from: string | null }
}

/** A narrower bar could not be seen. */
const thinnest = 0.7

/** The waterfall as the view draws it: one axis, each trace a group of rows. */
export function toWaterfall(spans: readonly Span[], options: Options): Waterfall {
  const tree = buildTree(spans)
  const plot = plotTrace(tree)
  const services = [...new Set(plot.rows.map(({ node }) => node.span.service))]
  const positions = numberSiblings(plot.rows)
  const inbound = inboundLinks(plot.rows, options.of)
  const toRow = (row: PlotRow): WaterfallRow => ({
    ...toBar(row, plot),
    ...toColumns(row, options),
    ...placeAmong(row.node, positions),
    colour: services.indexOf(row.node.span.service) % 8,
    notes: row.notes.filter((note) => !note.startsWith('↪')),
    links: [...linksOf(row.node, options.of), ...(inbound.get(row.node.span) ?? [])],
  })
  const linked = linkedTraces(plot.rows)
  const ofTrace = ({ node }: PlotRow) => node.span.traceId
  const ordered = [...Map.groupBy(plot.rows, ofTrace).values()].flat()
  const { first, end } = windowOf(ordered, options)
  const groups = Map.groupBy(ordered.slice(first, end), ofTrace)
  return {
    width: plot.width,
    ticks: plot.ticks,
    cuts: plot.cuts,
    answer: plot.answer,
    rows: {
      first: first + 1,
      last: end,
      total: ordered.length,
      ...neighbours(options.of, { first, end }, ordered.length),
    },
    services: services.map((name, i) => ({ name, colour: i % 8 })),
    groups: [...groups].map(([traceId, rows]) => ({
      traceId,
      isOwn: traceId === options.of,
      isLinked: linked.has(traceId),
      rows: rows.map(toRow),
    })),
  }
}

function windowOf(rows: readonly PlotRow[], { selected, part }: Options): RowWindow {
  if (!part) return { first: 0, end: rows.length }
  const at = rows.findIndex(({ node }) => node.span.spanId === selected)
  return chooseRows({ total: rows.length, at, from: part.from })
}

/** Where the parts before and behind these rows are, if there are any. */
function neighbours(of: string, { first, end }: RowWindow, total: number) {
  const partFrom = (row: number) => `${traceHref(of)}?rows=${row + 1}`
  return {
    before: first > 0 ? partFrom(first - rowsAtOnce) : undefined,
    next: end < total ? partFrom(end) : undefined,
  }
}

/** The traces from which a link leads to another one of the picture, and those to which one leads. */
function linkedTraces(rows: readonly PlotRow[]): ReadonlySet<string> {
  const pairs = rows.flatMap(({ node }) =>
    node.links.map(({ link }) => [node.span.traceId, link.traceId]),
  )
  return new Set(pairs.filter(([from, to]) => from !== to).flat())
}

function toColumns({ node, depth, start, took }: PlotRow, { of, selected }: Options) {
  const { span, children } = node
  return {
    key: `${span.traceId}-${span.spanId}`,
    name: span.name,
    kind: span.kind,
    service: span.service,
    depth,
    start,
    took,
    hasFailed: span.status.code === 'ERROR',
    isSelected: span.spanId === selected,
    hasChildren: children.length > 0,
    href: spanHref(of, span.spanId),
  }
}

/** The position of each span below its parent, from 1. */
function numberSiblings(rows: readonly PlotRow[]): ReadonlyMap<TraceNode, number> {
  return new Map(
    rows.flatMap(({ node }) =>
      node.children.map((child, i): [TraceNode, number] => [child, i + 1]),
    ),
  )
}

function placeAmong(node: TraceNode, positions: ReadonlyMap<TraceNode, number>) {
  return { position: positions.get(node) ?? 1, siblings: node.parent?.children.length ?? 1 }
}

function toBar({ bar }: PlotRow, { width }: TracePlot) {
  const from = Math.min(bar.from, width - thinnest)
  const to = Math.max(bar.to, from + thinnest)
  const outlivesFrom =
    bar.outlivesFrom === undefined ? to : Math.min(bar.outlivesFrom, to - thinnest)
  const runsTo = Math.max(from, Math.min(outlivesFrom, to))
  const waitsFrom = bar.waitsFrom ?? from
  return {
    runs: toPiece(from, runsTo),
    outlives: toPiece(bar.outlivesFrom === undefined ? to : runsTo, to),
    waits: toPiece(waitsFrom, from),
  }
}

function toPiece(from: number, to: number) {
  return { x: round(from), width: round(Math.max(0, to - from)) }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
