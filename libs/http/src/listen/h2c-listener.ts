import {
  createServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2'
import { Server as NetServer } from 'node:net'
import type { Limits } from '../limits.ts'
import type { OpenRequests } from '../request/open-requests.ts'
import type { Listener } from './listener.ts'
import { watchSessions } from './watch-sessions.ts'

export type H2cNeeds = {
  readonly limits: Limits
  readonly open: OpenRequests
  readonly handle: (request: Http2ServerRequest, response: Http2ServerResponse) => void
  readonly Response: typeof Http2ServerResponse
}

/** The largest stream id: a GOAWAY with it announces the end and refuses nothing yet. */
const anyStream = 2 ** 31 - 1

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
  const sessions = watchSessions(server, limits, open)

  return {
    server,
    refuseNew() {
      // First the notice: requests that are already on their way are still served.
      for (const session of sessions.keys()) sendNotice(session)
      // Not `server.close()`: that closes the sessions at once.
      NetServer.prototype.close.call(server)
    },
    closeIdle() {
      // Closes as soon as its streams are done, and says GOAWAY with the last one it takes.
      for (const [session, { socket }] of sessions) {
        if (!session.closed) session.close()
        // Node waits for the client to close its side too; a client may never do that.
        else if (session.destroyed) socket.destroySoon()
      }
    },
    destroyAll() {
      for (const { socket } of sessions.values()) socket.destroy()
    },
  }
}

function sendNotice(session: ServerHttp2Session): void {
  if (!session.closed && !session.destroyed) session.goaway(0, anyStream)
}
