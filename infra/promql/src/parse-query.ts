import { parser } from '@prometheus-io/lezer-promql'

/** A place in the text of a query. */
export type Span = { readonly from: number; readonly to: number }

/** What a query of PromQL names, and where its figures stand. */
export type Query = {
  readonly isBroken: boolean
  readonly metrics: readonly string[]
  readonly labels: readonly string[]
  /** Labels of `by (…)`, those that the result may have. */
  readonly grouped: readonly string[]
  readonly numbers: readonly Span[]
  /** Windows and offsets, without their brackets. */
  readonly durations: readonly Span[]
}

/** Reads a query as Prometheus' own editor does. */
export function parseQuery(text: string): Query {
  const found = new Map<string, Span[]>()
  let isBroken = false
  parser.parse(text).iterate({
    enter({ name, type, from, to, node }) {
      isBroken ||= type.isError
      for (const kind of [name, `${node.parent?.name}/${name}`])
        found.set(kind, [...(found.get(kind) ?? []), { from, to }])
    },
  })
  const spans = (kind: string) => found.get(kind) ?? []
  const words = (kind: string) => [
    ...new Set(spans(kind).map(({ from, to }) => text.slice(from, to))),
  ]
  return {
    isBroken,
    metrics: words('Identifier'),
    labels: words('LabelName'),
    grouped: words('GroupingLabels/LabelName'),
    numbers: spans('NumberDurationLiteral'),
    durations: spans('NumberDurationLiteralInDurationContext'),
  }
}
