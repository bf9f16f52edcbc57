import { setTimeout as pause } from 'node:timers/promises'

/** `onFailure` is called before each pause; what it throws ends the repetition. */
export type RepeatOptions = {
  readonly signal: AbortSignal
  readonly firstMs?: number
  readonly longestMs?: number
  onFailure(error: unknown, attempt: number): void
}

/**
 * Repeats a step until it succeeds, with pauses that double.
 *
 * units:  firstMs (100) and longestMs (2,000) in milliseconds; a pause is up to a quarter longer, so
 *         that the instances of a service do not retry at the same moment
 * errors: the signal's reason between two attempts and in a pause; what `onFailure` throws
 */
export async function repeatUntilDone<T>(
  step: () => Promise<T>,
  { signal, firstMs = 100, longestMs = 2_000, onFailure }: RepeatOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted()
    try {
      return await step()
    } catch (error) {
      signal.throwIfAborted()
      onFailure(error, attempt)
    }
    const pauseMs = Math.min(firstMs * 2 ** (attempt - 1), longestMs)
    await pause(pauseMs * (1 + Math.random() / 4), undefined, { signal }).catch(() => {})
  }
}
