export { exercises, findExercise } from './all-exercises.ts'
export { type Comparison, comparableFaults, compare } from './compare.ts'
export type { CodeLine, Exercise, Finding, Prediction, Stage } from './exercise.ts'
