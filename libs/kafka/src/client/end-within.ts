/** Waits for an end that may not come, and does not mind how it comes. */
export async function endWithin(timeoutMs: number, ending: Promise<unknown>): Promise<void> {
  const late = Promise.withResolvers<void>()
  const timer = setTimeout(late.resolve, timeoutMs)
  try {
    await Promise.race([ending.catch(() => {}), late.promise])
  } finally {
    clearTimeout(timer)
  }
}
