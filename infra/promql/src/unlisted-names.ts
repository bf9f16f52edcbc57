import { readListedNames } from './listed-names.ts'
import { parseQuery } from './parse-query.ts'

const listed = readListedNames()

/** The metrics and labels of a query that docs/telemetry.md does not list, and no rule records. */
export function unlistedIn(
  query: string,
  recorded: ReadonlySet<string> = new Set(),
): readonly string[] {
  const { metrics, labels } = parseQuery(query)
  return [
    ...metrics.filter((name) => !recorded.has(name) && !listed.metrics.has(name)),
    ...labels.filter((name) => !listed.labels.has(name)),
  ]
}
