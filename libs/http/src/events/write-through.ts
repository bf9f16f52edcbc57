import type { ServerResponse } from 'node:http'

/**
 * Writes and waits until there is room for more.
 *
 * units: stallMs in milliseconds; a client that takes nothing for so long is cut off
 */
export async function writeThrough(
  response: ServerResponse,
  text: string,
  stallMs: number,
): Promise<void> {
  if (response.write(text)) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const stalled = setTimeout(() => response.destroy(), stallMs)
  response.once('drain', resolve).once('close', resolve)
  await promise
  clearTimeout(stalled)
  response.off('drain', resolve).off('close', resolve)
}
