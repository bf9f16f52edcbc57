import { VizLegendOptionsBuilder } from '@grafana/grafana-foundation-sdk/common'
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus'
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries'
import type { Panel, Query } from '../dashboard.ts'
import { dataSources } from './data-sources.ts'
import { tracesLink } from './traces-link.ts'

const rowHeight = 8

/** A panel with lines over time, each of which leads to the traces of its service. */
export function toPanel({ title, about, unit, queries }: Panel, columns: number): PanelBuilder {
  return new PanelBuilder()
    .title(title)
    .description(about)
    .datasource(dataSources.prometheus)
    .unit(unit)
    .min(0)
    .legend(new VizLegendOptionsBuilder().showLegend(true))
    .span(columns)
    .height(rowHeight)
    .targets(queries.map(toTarget))
    .dataLinks([tracesLink()])
}

function toTarget({ legend, expr }: Query, nth: number): DataqueryBuilder {
  const refId = String.fromCharCode('A'.charCodeAt(0) + nth)
  return new DataqueryBuilder().refId(refId).expr(expr).legendFormat(legend).range()
}
