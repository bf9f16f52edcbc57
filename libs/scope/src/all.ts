import { runIn } from './run-in.ts'
import type { Scope } from './scope.ts'
import { withCancel } from './with-cancel.ts'

/** One part of a larger answer; its scope is cancelled when the whole is over. */
export type Subtask<T> = (scope: Scope) => Promise<T>

/** The results of subtasks, each at the index of its subtask. */
export type Results<S extends readonly Subtask<unknown>[]> = {
  -readonly [I in keyof S]: S[I] extends Subtask<infer T> ? T : never
}

/** `join: 'every'` lets the siblings of a failure go on and throws all failures as one AggregateError. */
export type AllOptions = { limit?: number; join?: 'first' | 'every' }

/**
 * Runs subtasks at the same time and joins their results by index.
 *
 * shape:  `limit` subtasks run at once, all of them by default; each starts in its scope's context
 * errors: the first failure cancels the others and is thrown once every subtask has ended
 * owner:  the subtasks' signal is aborted when this settles, so nothing goes on behind its back
 */
export async function all<const S extends readonly Subtask<unknown>[]>(
  parent: Scope,
  subtasks: S,
  { limit = subtasks.length, join = 'first' }: AllOptions = {},
): Promise<Results<S>> {
  using group = withCancel(parent)
  const run = createRun(subtasks, join === 'first' ? group.cancel : () => {})
  const workers = Math.min(Math.max(limit, 1), subtasks.length)
  await Promise.all(Array.from({ length: workers }, () => run.work(group.scope)))

  if (join === 'every' && run.failures.length > 0) throw new AggregateError(run.failures)
  // The first failure cancelled the group, so the signal knows what came first: it, or the parent.
  if (run.failures.length > 0 || run.unstarted() > 0) throw group.scope.signal.reason
  return run.results as Results<S>
}

function createRun(subtasks: readonly Subtask<unknown>[], onFailure: (reason: unknown) => void) {
  const results: unknown[] = new Array(subtasks.length)
  const failures: unknown[] = []
  let next = 0

  async function work(scope: Scope): Promise<void> {
    while (next < subtasks.length && !scope.signal.aborted) {
      const index = next++
      try {
        results[index] = await runIn(scope, () => (subtasks[index] as Subtask<unknown>)(scope))
      } catch (error) {
        failures.push(error)
        onFailure(error)
      }
    }
  }
  return { results, failures, work, unstarted: () => subtasks.length - next }
}
