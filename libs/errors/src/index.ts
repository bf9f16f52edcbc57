export { type ErrorKind, TailspanError } from './tailspan-error.ts'
export { toTailspanError } from './to-tailspan-error.ts'
