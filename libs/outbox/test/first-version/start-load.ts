/** Work that goes on in several loops, each of which waits for itself; `stop` tells what they returned. */
export function startLoad<T>(work: readonly (() => Promise<T>)[]): { stop(): Promise<T[]> } {
  const over = new AbortController()
  const results: T[] = []
  const loops = work.map(async (act) => {
    while (!over.signal.aborted) results.push(await act())
  })
  // A failure is told by `stop`.
  for (const loop of loops) loop.catch(() => {})
  return {
    async stop() {
      over.abort()
      await Promise.all(loops)
      return results
    },
  }
}
