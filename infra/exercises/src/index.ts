export { exercises, findExercise } from './all-exercises.ts'
export {
  type ComparedSide,
  type Comparison,
  comparableFaults,
  compare,
  strategies,
  toComparison,
} from './compare.ts'
export type { Exercise, Finding, Stage, Watching } from './exercise.ts'
