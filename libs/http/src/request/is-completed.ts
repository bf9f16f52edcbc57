import type { ServerResponse } from 'node:http'
import type { Http2ServerResponse } from 'node:http2'

export type AnyResponse = ServerResponse | Http2ServerResponse

/**
 * Tells an answer that was written to its end from a client that left; ask at the first 'close'.
 *
 * shape:  HTTP/2 reports `writableFinished` for a reset stream too, so it takes all three conditions
 * source: docs/adr/0003-when-a-request-counts-as-completed.md
 */
export function isCompleted(response: AnyResponse): boolean {
  const resetCode = 'stream' in response ? response.stream?.rstCode : 0
  return response.writableEnded && isFlushed(response) && !resetCode
}

// @types/node does not know it for HTTP/2, where it exists since the first release.
function isFlushed(response: AnyResponse): boolean {
  return (response as ServerResponse).writableFinished
}
