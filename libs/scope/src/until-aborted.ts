/**
 * Resolves when the signal is aborted, at once when it already is, and never rejects by itself.
 *
 * shape:  with `work` it ends as the first of them does: a race with the signal
 * owner:  nobody: no listener stays on the signal
 */
export async function untilAborted<T = never>(
  signal: AbortSignal,
  ...work: readonly Promise<T>[]
): Promise<T | undefined> {
  const { promise: aborted, resolve } = Promise.withResolvers<undefined>()
  const end = () => resolve(undefined)
  if (signal.aborted) end()
  signal.addEventListener('abort', end, { once: true })
  try {
    return await Promise.race([aborted, ...work])
  } finally {
    signal.removeEventListener('abort', end)
  }
}
