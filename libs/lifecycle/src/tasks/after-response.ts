import type { StartHook } from './task-registry.ts'

/** What a response of node:http and of node:http2 have in common here. */
export interface Response {
  readonly closed?: boolean
  readonly stream?: { readonly destroyed: boolean } | undefined
  once(event: 'close', listener: () => void): unknown
}

/**
 * Starts a task when the response is closed: answered, failed or left by its client.
 *
 * shape: after the event, never inside it; for a response that is closed already, soon
 */
export function afterResponse(response: Response): StartHook {
  return (begin) => {
    if (response.closed || response.stream?.destroyed) begin()
    else response.once('close', begin)
  }
}
