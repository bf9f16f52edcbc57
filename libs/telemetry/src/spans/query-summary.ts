/** What a statement does, in words that are few enough to name spans. */
export type QuerySummary = {
  readonly operation: string
  readonly table: string | undefined
  readonly text: string
}

const maxKnown = 500
const name = '(?:"[^"]+"|[\\w$]+)'
const tableAfter = new RegExp(
  `\\b(?:from|into|update|join)\\s+(?:only\\s+)?(${name}(?:\\.${name})?)`,
  'i',
)
const literals = /'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b(?<![$]\d+)/g

/**
 * Summarises SQL texts and remembers the answers, because a service has few different ones.
 *
 * shape: the table is the first one named, without its schema; literals become `?`, so that a value
 *        written into a statement by hand does not reach a span
 */
export function createQuerySummary(): (text: string) => QuerySummary {
  const known = new Map<string, QuerySummary>()
  return function querySummary(text) {
    const found = known.get(text)
    if (found) return found
    const summary = summarise(text)
    // Statements with varying text would fill the memory: forget all and start anew.
    if (known.size === maxKnown) known.clear()
    known.set(text, summary)
    return summary
  }
}

function summarise(text: string): QuerySummary {
  const operation = /^[\s(]*([a-z]+)/i.exec(text)?.[1]?.toUpperCase() ?? 'QUERY'
  const target = tableAfter.exec(text)?.[1]
  return {
    operation,
    table: target?.split('.').at(-1)?.replaceAll('"', ''),
    text: text.replace(literals, '?'),
  }
}
