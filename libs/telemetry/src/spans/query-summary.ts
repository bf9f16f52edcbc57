/** What a statement does, or several that leave together, in words that are few enough to name spans. */
export type QuerySummary = {
  readonly operation: string
  readonly table: string | undefined
  readonly text: string
  /** `INSERT orders`; `BATCH INSERT orders outbox` of several. */
  readonly name: string
  /** How many statements a batch has; undefined of a single one. */
  readonly size?: number
}

const maxKnown = 500
const name = '(?:"[^"]+"|[\\w$]+)'
const tableAfter = new RegExp(
  `\\b(?:from|into|update|join)\\s+(?:only\\s+)?(${name}(?:\\.${name})?)`,
  'i',
)
const literals = /'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b(?<![$]\d+)/g
const between = ';\n'

/** What a batch is called where its statements are not read. */
export const batchWord = 'BATCH'
const batchStart = `${batchWord} `

/** The text that stands for statements that leave together with what frames them; one alone is its own. */
export function batchText(texts: readonly string[]): string {
  return texts.length > 1 ? batchStart + texts.join(between) : (texts[0] ?? 'commit')
}

/**
 * Summarises SQL texts and remembers the answers, because a service has few different ones.
 *
 * shape: the table is the first one named, without its schema; literals become `?`, so that a value
 *        written into a statement by hand does not reach a span; a batch has an operation and a table of its own
 *        where all its statements have the same
 */
export function createQuerySummary(): (text: string) => QuerySummary {
  const known = new Map<string, QuerySummary>()
  return function querySummary(text) {
    const found = known.get(text)
    if (found) return found
    const summary = text.startsWith(batchStart) ? summariseBatch(text) : summarise(text)
    // Statements with varying text would fill the memory: forget all and start anew.
    if (known.size === maxKnown) known.clear()
    known.set(text, summary)
    return summary
  }
}

function summarise(statement: string): QuerySummary {
  const operation = /^[\s(]*([a-z]+)/i.exec(statement)?.[1]?.toUpperCase() ?? 'QUERY'
  const table = tableAfter.exec(statement)?.[1]?.split('.').at(-1)?.replaceAll('"', '')
  const text = statement.replace(literals, '?')
  return { operation, table, text, name: table ? `${operation} ${table}` : operation }
}

function summariseBatch(batch: string): QuerySummary {
  // Literals first: one of them may look like the end of a statement.
  const texts = batch.slice(batchStart.length).replace(literals, '?').split(between)
  const parts = texts.map(summarise)
  const operations = new Set(parts.map(({ operation }) => operation))
  const tables = new Set(parts.map(({ table }) => table))
  return {
    operation: operations.size === 1 ? batchStart + parts[0]?.operation : batchWord,
    table: tables.size === 1 ? parts[0]?.table : undefined,
    text: texts.join('; '),
    name: batchStart + parts.flatMap(wordsAfter).join(' '),
    size: parts.length,
  }
}

/** What a part adds to the name: its operation and its table, unless the part before it has said so. */
function wordsAfter(part: QuerySummary, i: number, parts: readonly QuerySummary[]): string[] {
  const before = parts[i - 1]
  const isSame = before?.operation === part.operation
  if (isSame && before.table === part.table) return []
  return [...(isSame ? [] : [part.operation]), ...(part.table ? [part.table] : [])]
}
