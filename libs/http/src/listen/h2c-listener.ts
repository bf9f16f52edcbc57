import { createServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import type { Limits } from '../limits.ts'
import { notImplemented } from '../problem/http-error.ts'
import { toProblem } from '../problem/to-problem.ts'
import { writeProblem } from '../problem/write-problem.ts'
import type { OpenRequests } from '../request/open-requests.ts'
import type { Listener } from './listener.ts'
import { sessionOf, watchSessions } from './watch-sessions.ts'

export type H2cNeeds = {
  readonly limits: Limits
  readonly open: OpenRequests
  readonly handle: (request: Http2ServerRequest, response: Http2ServerResponse) => void
  readonly Response: typeof Http2ServerResponse
}

export function createH2cListener({ limits, open, handle, Response }: H2cNeeds): Listener {
  const server = createServer(
    {
      Http2ServerResponse: Response,
      settings: {
        maxConcurrentStreams: limits.concurrentStreams,
        maxHeaderListSize: limits.headerBytes,
        enablePush: false,
      },
    },
    handle,
  )
  // `readBody` says 100 Continue when it wants the body; other expectations are refused like other faults.
  server.on('checkContinue', handle)
  server.on('checkExpectation', handle)
  server.on('connect', (_, response) => writeProblem(response, toProblem(notImplemented)))
  const sessions = watchSessions(server, limits, open)

  return {
    server,
    refuseNew() {
      // Closes each session too: it says GOAWAY with the last stream it took, so that a client may
      // send later ones elsewhere, and ends when its streams are done. (The notice before it, which
      // lets them still be served, cannot be sent: after any GOAWAY Node ignores new streams.)
      server.close()
    },
    closeIdle() {
      // Node waits for the client to close its side too; a client may never do that.
      for (const [session, { socket }] of sessions) if (session.destroyed) socket.destroySoon()
    },
    closeUnserved() {
      const served = new Set([...open].map(({ response }) => sessionOf(response)))
      for (const session of sessions.keys()) if (!served.has(session)) session.destroy()
    },
    destroyAll() {
      for (const { socket } of sessions.values()) socket.destroy()
    },
  }
}
