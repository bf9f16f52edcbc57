import type { Query } from './dashboard.ts'

type Histogram = {
  /** Without `_bucket`. */
  readonly metric: string
  readonly matchers?: string
  /** What the lines are told apart by, besides the service. */
  readonly by?: readonly string[]
}

/** Median and 99th percentile of a histogram. */
export function quantiles({ metric, matchers = '', by = [] }: Histogram): readonly Query[] {
  const labels = ['job', ...by]
  const selected = [`job=~"$job"`, ...(matchers ? [matchers] : [])].join(',')
  const rates = `sum by (${[...labels, 'le'].join(', ')}) (rate(${metric}_bucket{${selected}}[$__rate_interval]))`
  const line = labels.map((label) => `{{${label}}}`).join(' ')
  return ([0.5, 0.99] as const).map((quantile) => ({
    legend: `${line} p${quantile * 100}`,
    expr: `histogram_quantile(${quantile}, ${rates})`,
  }))
}
