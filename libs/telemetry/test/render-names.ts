import { metricTable } from '../src/metrics/metric-table.ts'
import { prometheusName } from '../src/metrics/prometheus-name.ts'
import { attributeTable, spanTable } from '../src/names.ts'
import { readSettings, unreadSettings } from './settings/settings-table.ts'

/** The names and the settings as the document docs/telemetry.md shows them. */
export function renderNames(): string {
  return [
    '# Names of spans, attributes and metrics',
    'Written from `names.ts` and `metrics/metric-table.ts` in `libs/telemetry/src` by a test (`vitest run -u`); nothing else may',
    'be on a span. Semantic conventions first, then `tailspan.*`. No name holds personal data or a secret.',
    '',
    '## Spans',
    table(['span', 'kind', 'is'], Object.values(spanTable)),
    '',
    '## Attributes',
    table(['attribute', 'holds'], Object.values(attributeTable)),
    '',
    '## Metrics',
    '',
    'By OTLP they go out every `OTEL_METRIC_EXPORT_INTERVAL`; `/metrics` of the debug listener shows the same at any time. The names in',
    "Prometheus are those that its OTLP receiver and OpenTelemetry's collector make of ours; `/metrics` has them, too. Each figure is of one",
    'instance, and of what it has in hand: an outbox or a table is the same for all instances of a service (take the maximum), the lag of a',
    'partition is told by its owner. What asks PostgreSQL or Kafka does so about once per interval, in one question a service and a group, and one',
    "about the connector's slot.",
    table(['metric', 'instrument', 'unit', 'counts', 'in Prometheus'], metricRows()),
    '',
    '[Alerts for Prometheus](../infra/alerts) are made of these, one for each promise, and [dashboards for Grafana](../infra/dashboards).',
    '',
    '## Settings',
    '',
    'The `OTEL_*` variables that are read, each with a test that sees it work',
    '(`libs/telemetry/test/settings`, `secured-export.test.ts`). The variables of one signal go before those of all.',
    table(['variable', 'without it', 'does'], rowsOf(readSettings)),
    '',
    '## Settings that are not read',
    table(['variable', 'because'], rowsOf(unreadSettings)),
    '',
  ].join('\n')
}

function metricRows(): string[][] {
  return Object.values(metricTable).map(([name, instrument, unit, note]) => {
    const base = prometheusName({ name, unit, instrument })
    const suffix = instrument === 'histogram' ? '_bucket' : ''
    return [name, instrument, unit, note, `\`${base}${suffix}\``]
  })
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const named = rows.map(([name, ...cells]) => line([`\`${name}\``, ...cells]))
  return ['', line(head), line(head.map(() => '---')), ...named].join('\n')
}

function rowsOf(settings: Readonly<Record<string, string | readonly string[]>>): string[][] {
  return Object.entries(settings).map(([name, cells]) => [name, ...[cells].flat()])
}
