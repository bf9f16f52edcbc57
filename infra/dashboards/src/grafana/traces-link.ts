import { DashboardLinkBuilder } from '@grafana/grafana-foundation-sdk/dashboard'
import { dataSources } from './data-sources.ts'

const { jaeger } = dataSources

// Grafana puts its variables into the text of the address, so they must not be encoded with the rest.
const variable = (name: string) => `\${${name}}`
const service = variable('__field.labels.job')
const range = { from: variable('__from'), to: variable('__to') }

/** From a line of a panel to the traces of its service in the same time. */
export function tracesLink(): DashboardLinkBuilder {
  const queries = [{ refId: 'A', datasource: jaeger, queryType: 'search', service }]
  const panes = { traces: { datasource: jaeger.uid, queries, range } }
  const encoded = encodeURIComponent(JSON.stringify(panes)).replaceAll(
    /%24%7B(.*?)%7D/g,
    variable('$1'),
  )
  return new DashboardLinkBuilder(`Traces of ${service}`)
    .url(`/explore?schemaVersion=1&panes=${encoded}`)
    .targetBlank(true)
}
