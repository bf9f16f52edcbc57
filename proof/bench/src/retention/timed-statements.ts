import type { Database } from '@tailspan/postgres'

type Statements = Pick<Database<unknown>, 'kysely'>

/** The same database, noting how long each statement takes, from its text to its answer, ms. */
export function timeStatements({ kysely }: Statements, tookMs: number[]): Statements {
  const begun = new WeakMap<object, number>()
  return {
    kysely: kysely.withPlugin({
      transformQuery({ queryId, node }) {
        begun.set(queryId, performance.now())
        return node
      },
      async transformResult({ queryId, result }) {
        tookMs.push(performance.now() - (begun.get(queryId) ?? Number.NaN))
        return result
      },
    }),
  }
}
