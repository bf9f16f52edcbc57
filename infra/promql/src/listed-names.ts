import { readFileSync } from 'node:fs'

/** The names that docs/telemetry.md lists, as they are in Prometheus. */
export type ListedNames = {
  readonly metrics: ReadonlySet<string>
  readonly labels: ReadonlySet<string>
}

// What Prometheus adds: where a figure comes from, and the boundary of a bucket.
const ownLabels = ['job', 'instance', 'le']

const ourPage = () => readFileSync(new URL('../../../docs/telemetry.md', import.meta.url), 'utf8')

/** Reads the tables of a page that is written from the names that are used. */
export function readListedNames(page = ourPage()): ListedNames {
  const attributes = sectionOf(page, 'Attributes')
  const metrics = sectionOf(page, 'Metrics')
  const named = firstCells(attributes).map((name) => name.replaceAll(/[^a-zA-Z0-9]+/g, '_'))
  const inPrometheus = [...metrics.matchAll(/\| `(\w+)` \|$/gm)].flatMap(([, name = '']) =>
    name.endsWith('_bucket')
      ? [name, name.replace(/bucket$/, 'count'), name.replace(/bucket$/, 'sum')]
      : [name],
  )
  return { metrics: new Set(inPrometheus), labels: new Set([...named, ...ownLabels]) }
}

/** The name in Prometheus of each metric; that of a histogram ends in `_bucket`. */
export function readPrometheusNames(page = ourPage()): ReadonlyMap<string, string> {
  const rows = sectionOf(page, 'Metrics').matchAll(/^\| `([^`]+)` \|.*\| `(\w+)` \|$/gm)
  return new Map([...rows].map(([, name = '', inPrometheus = '']) => [name, inPrometheus]))
}

function firstCells(table: string): string[] {
  return [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = '']) => name)
}

function sectionOf(page: string, title: string): string {
  const [, rest = ''] = page.split(`\n## ${title}\n`)
  return rest.split('\n## ')[0] ?? ''
}
