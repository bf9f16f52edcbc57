export { exercises, findExercise } from './all-exercises.ts'
export {
  type ComparedSide,
  type Comparison,
  compare,
  toComparison,
} from './compare.ts'
export type { Exercise, Finding, Stage, Watching } from './exercise.ts'
