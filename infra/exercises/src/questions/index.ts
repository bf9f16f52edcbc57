export { questions } from './all-questions.ts'
export type { CodeLine, Prediction, Question } from './question.ts'
