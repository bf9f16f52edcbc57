export { scaleRules } from './scale-rules.ts'
