/**
 * Waits for work that cannot be cancelled, no longer than the signal allows; the work itself goes on.
 *
 * errors: the signal's reason when it is aborted first; what the work throws afterwards is discarded
 * owner:  nobody: no listener stays on the signal
 */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason)
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([aborted, work])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
