import { WorkAbandoned } from '@tailspan/lifecycle'
import { spanNames } from '@tailspan/telemetry'
import type { OpenRequest } from '../request/open-request.ts'
import type { OpenRequests } from '../request/open-requests.ts'
import { serverShutdown } from '../request/reasons.ts'
import type { Listener } from './listener.ts'

const pollMs = 25
/** A request that is still arriving has this long to become whole: half a second. Counted in looks, so that a busy machine shortens nothing. */
const graceLooks = 20
const graceMs = graceLooks * pollMs

export type Drain = {
  readonly listener: Listener
  readonly open: OpenRequests
  /** Answers in the place of a handler that cannot be waited for. */
  readonly cutShort: (request: OpenRequest, reason: typeof serverShutdown) => void
}

/**
 * Stops a server: no new connections, event streams are ended, requests under way are finished.
 *
 * A request that is not whole half a second later is refused: nothing of it was accepted, so it is no
 * abandoned work, and the client may send it elsewhere.
 *
 * shape:  resolves when the last connection is closed, about 50 ms after the last answer
 * errors: work-abandoned, naming the requests that were cut short when the signal was aborted
 */
export async function drain({ listener, open, cutShort }: Drain, signal: AbortSignal) {
  const { server } = listener
  const closed = new Promise<void>((resolve) => server.once('close', () => resolve()))
  listener.refuseNew()
  let looks = 0
  const poll = setInterval(() => {
    endEvents(open)
    listener.closeIdle()
    looks += 1
    if (looks > graceLooks) refuseHalf({ listener, open, cutShort })
  }, pollMs)
  const cut = cutAll({ listener, open, cutShort }, signal)
  await closed
  clearInterval(poll)
  cut.release()
  if (cut.names.length > 0) throw new WorkAbandoned(cut.names)
}

function cutAll({ listener, open, cutShort }: Drain, signal: AbortSignal) {
  const names: string[] = []
  let timer: NodeJS.Timeout | undefined
  let isReleased = false

  function cut(): void {
    for (const request of open) {
      if (request.outcome !== serverShutdown) names.push(nameOf(request))
      // Before the sockets are closed: their events cannot tell a shutdown from a client that left.
      request.end(serverShutdown)
      cutShort(request, serverShutdown)
    }
    // What was just answered may leave first: its time begins when it is written, in the second turn from here.
    setImmediate(() => setImmediate(beginLast))
  }
  function beginLast(): void {
    if (!isReleased) timer = setTimeout(destroy, pollMs)
  }
  function destroy(): void {
    // Also those that came in the meantime, on connections that were open.
    for (const request of open) request.end(serverShutdown)
    listener.destroyAll()
  }
  if (signal.aborted) cut()
  else signal.addEventListener('abort', cut, { once: true })
  const release = () => {
    isReleased = true
    clearTimeout(timer)
    signal.removeEventListener('abort', cut)
  }
  return { names, release }
}

function refuseHalf({ listener, open, cutShort }: Drain): void {
  const latestMs = performance.now() - graceMs
  for (const request of open) {
    const isHalf = request.awaitsBody && request.startedAtMs < latestMs && !request.outcome
    if (isHalf) cutShort(request, serverShutdown)
  }
  listener.closeUnserved()
}

// An event stream would otherwise end when its client tires of it.
function endEvents(open: OpenRequests): void {
  for (const request of open) request.endEvents?.()
}

function nameOf({ ctx }: OpenRequest): string {
  return spanNames.server(ctx.method, ctx._matchedRoute ?? 'unmatched')
}
