import {
  DashboardBuilder,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard'
import type { Dashboard } from '../dashboard.ts'
import { dataSources } from './data-sources.ts'
import { toPanel } from './to-panel.ts'

/** Where the services come from that a dashboard can be narrowed to. */
export const serviceQuery = 'label_values(nodejs_eventloop_utilization_ratio, job)'

const gridColumns = 24

/** The JSON of a dashboard that Grafana loads. */
export function renderDashboard({ name, title, about, rows }: Dashboard): string {
  const builder = new DashboardBuilder(title)
    .uid(`tailspan-${name}`)
    .description(about)
    .tags(['tailspan'])
    .timezone('browser')
    .time({ from: 'now-30m', to: 'now' })
    .refresh('10s')
    .withVariable(services())
  let id = 0
  for (const { title, panels } of rows) {
    builder.withRow(new RowBuilder(title).id(++id))
    const perLine = panels.length % 3 === 0 ? 3 : 4
    for (const panel of panels) builder.withPanel(toPanel(panel, gridColumns / perLine).id(++id))
  }
  return `${JSON.stringify(builder.build(), null, 2)}\n`
}

function services(): QueryVariableBuilder {
  return new QueryVariableBuilder('job')
    .label('service')
    .datasource(dataSources.prometheus)
    .query(serviceQuery)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ selected: true, text: 'All', value: '$__all' })
}
