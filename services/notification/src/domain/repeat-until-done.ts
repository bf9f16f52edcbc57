type Options = {
  readonly signal: AbortSignal
  readonly firstMs: number
  readonly longestMs: number
  /** Called for each failure, before the pause. */
  onFailure(error: unknown): void
}

/**
 * Repeats a step until it succeeds, with growing pauses.
 *
 * errors: the signal's reason as soon as it is aborted; never what the step throws
 */
export async function repeatUntilDone<T>(
  step: () => Promise<T>,
  { signal, firstMs, longestMs, onFailure }: Options,
): Promise<T> {
  for (let pauseMs = firstMs; ; pauseMs = Math.min(pauseMs * 2, longestMs)) {
    signal.throwIfAborted()
    try {
      return await step()
    } catch (error) {
      onFailure(error)
    }
    await pause(pauseMs, signal)
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  signal.addEventListener('abort', () => resolve(), { once: true, signal: ended(promise) })
  return promise.finally(() => clearTimeout(timer))
}

// The listener goes with the pause: the signal lives as long as the service.
function ended(promise: Promise<unknown>): AbortSignal {
  const controller = new AbortController()
  void promise.then(() => controller.abort())
  return controller.signal
}
