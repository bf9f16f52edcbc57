import { parser } from '@prometheus-io/lezer-promql'

/** What a query of PromQL names, and the numbers in it. */
export type Query = {
  readonly isBroken: boolean
  readonly metrics: readonly string[]
  readonly labels: readonly string[]
  readonly numbers: readonly { readonly from: number; readonly to: number }[]
}

/** Reads a query as Prometheus' own editor does. */
export function parseQuery(text: string): Query {
  const found = { metrics: new Set<string>(), labels: new Set<string>() }
  const numbers: { from: number; to: number }[] = []
  let isBroken = false
  parser.parse(text).iterate({
    enter({ name, type, from, to }) {
      isBroken ||= type.isError
      if (name === 'Identifier') found.metrics.add(text.slice(from, to))
      if (name === 'LabelName') found.labels.add(text.slice(from, to))
      if (name === 'NumberDurationLiteral') numbers.push({ from, to })
    },
  })
  return { isBroken, numbers, metrics: [...found.metrics], labels: [...found.labels] }
}
