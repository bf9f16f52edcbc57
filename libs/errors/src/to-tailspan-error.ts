import { TailspanError } from './tailspan-error.ts'

/**
 * Makes a TailspanError of anything that was thrown, keeping it as the cause.
 *
 * errors: what is not ours becomes `unexpected` of kind `internal`
 * repeats: a TailspanError is returned as it is
 */
export function toTailspanError(thrown: unknown): TailspanError {
  if (thrown instanceof TailspanError) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new TailspanError('unexpected', 'internal', message, { cause: thrown })
}
