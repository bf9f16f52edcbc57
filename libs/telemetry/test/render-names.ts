import { attributeTable, metricTable, spanTable } from '../src/names.ts'
import { readSettings, unreadSettings } from './settings/settings-table.ts'

/** The names and the settings as the document docs/telemetry.md shows them. */
export function renderNames(): string {
  return [
    '# Names of spans, attributes and metrics',
    'Written from `libs/telemetry/src/names.ts` by its test (`vitest run -u`); nothing else may be on a',
    'span. Semantic conventions first, then `tailspan.*`. No name holds personal data or a secret.',
    '',
    '## Spans',
    table(['span', 'kind', 'is'], Object.values(spanTable)),
    '',
    '## Attributes',
    table(['attribute', 'holds'], Object.values(attributeTable)),
    '',
    '## Metrics',
    table(['metric', 'instrument', 'unit', 'counts'], Object.values(metricTable)),
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

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const named = rows.map(([name, ...cells]) => line([`\`${name}\``, ...cells]))
  return ['', line(head), line(head.map(() => '---')), ...named].join('\n')
}

function rowsOf(settings: Readonly<Record<string, string | readonly string[]>>): string[][] {
  return Object.entries(settings).map(([name, cells]) => [name, ...[cells].flat()])
}
