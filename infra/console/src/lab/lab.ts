import type { Runner } from '@tailspan/local/start'
import type { Changes } from '../state/changes.ts'
import { ComparisonRuns } from './comparison-runs.ts'
import { ExerciseRuns } from './exercise-runs.ts'
import { SystemInHand } from './system-in-hand.ts'

/** What may be done to the running system: exercises, comparisons, strategies, faults. */
export type Lab = {
  readonly system: SystemInHand
  readonly exercises: ExerciseRuns
  readonly comparisons: ComparisonRuns
}

/** All of it, nothing of it begun. */
export function createLab(needs: { readonly runner: Runner; readonly changes: Changes }): Lab {
  const system = new SystemInHand(needs)
  const around = { system, ...needs }
  return {
    system,
    exercises: new ExerciseRuns(around),
    comparisons: new ComparisonRuns(around),
  }
}
