import type { ServerResponse } from 'node:http'

const comment = ':\n\n'

/**
 * Shows a quiet client, and the proxies on the way, that its stream is alive, until disposed.
 *
 * shape: a client that has not read what was written two beats ago is cut off: it would collect memory
 */
export function startHeartbeat(response: ServerResponse, everyMs: number): Disposable {
  let wasFull = false
  const timer = setInterval(() => {
    if (response.writableEnded) return
    const isFull = response.writableLength > 0
    if (isFull && wasFull) response.destroy()
    if (!isFull) response.write(comment)
    wasFull = isFull
  }, everyMs)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
