import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { Server as NetServer, type Socket } from 'node:net'
import type { Limits } from '../limits.ts'
import type { OpenRequests } from '../request/open-requests.ts'
import { answerBadRequest, answerConnect } from './answer-bad-request.ts'
import type { Listener } from './listener.ts'

export type Http1Needs = {
  readonly limits: Limits
  readonly open: OpenRequests
  readonly handle: RequestListener
  readonly Response: typeof ServerResponse
}

export function createHttp1Listener({ limits, open, handle, Response }: Http1Needs): Listener {
  const server = createServer(
    {
      ServerResponse: Response,
      maxHeaderSize: limits.headerBytes,
      // It is required, by us: what Node answers is no problem document.
      requireHostHeader: false,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.headersTimeoutMs + limits.bodyTimeoutMs,
      ...idleTimeouts(limits),
      // Node looks at the two timeouts above only this often; its default is 30 s.
      connectionsCheckingInterval: Math.max(Math.min(limits.headersTimeoutMs / 4, 1_000), 10),
    },
    handle,
  )
  // `readBody` says 100 Continue when it wants the body; other expectations are refused like other faults.
  for (const event of ['checkContinue', 'checkExpectation'])
    server.on(event, (request, response) => server.emit('request', request, response))
  server.on('connect', (_, socket) => answerConnect(socket as Socket, open))
  const sockets = trackSockets(server)
  let leaving = false
  server.on('request', (_, response) => {
    if (leaving) response.shouldKeepAlive = false
  })
  server.on('clientError', (error, socket) => answerBadRequest(error, socket as Socket, open))

  return {
    server,
    refuseNew() {
      leaving = true
      for (const { response } of open) (response as ServerResponse).shouldKeepAlive = false
      // Not `server.close()`: that also cuts idle connections at once, and with them the requests
      // which their clients have just sent. These get one more answer, with `Connection: close`.
      NetServer.prototype.close.call(server)
    },
    closeIdle() {
      server.closeIdleConnections()
      // Node counts a connection that never sent a byte as busy until its headers time out.
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
    },
    closeUnserved() {
      const served = new Set([...open].map(({ ctx }) => ctx.req.socket))
      for (const socket of sockets) if (!served.has(socket)) socket.destroy()
    },
    destroyAll: () => server.closeAllConnections(),
  }
}

// What a client is told ends before the connection does, so that no request crosses the close.
function idleTimeouts({ idleTimeoutMs }: Limits) {
  const keepAliveTimeoutBuffer = Math.min(1_000, idleTimeoutMs / 2)
  return { keepAliveTimeout: idleTimeoutMs - keepAliveTimeoutBuffer, keepAliveTimeoutBuffer }
}

function trackSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return sockets
}
