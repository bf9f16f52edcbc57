import type { Http2Server, Http2ServerResponse, ServerHttp2Session } from 'node:http2'
import type { Socket } from 'node:net'
import { inRoot } from '@tailspan/scope'
import type { Limits } from '../limits.ts'
import type { AnyResponse } from '../request/is-completed.ts'
import type { OpenRequests } from '../request/open-requests.ts'

/** A session with the socket under it: its own `socket` is a proxy that cannot be destroyed. */
type Watched = { readonly socket: Socket; used: boolean; busyAtMs: number }

export type Sessions = ReadonlyMap<ServerHttp2Session, Watched>

/**
 * Keeps the HTTP/2 sessions of a server and ends those that do nothing.
 *
 * shape: Node has no header timeout for HTTP/2, and any byte resets its session timeout, so a client
 *        that trickles bytes is measured by what counts: its requests
 */
export function watchSessions(server: Http2Server, limits: Limits, open: OpenRequests): Sessions {
  const sessions = new Map<ServerHttp2Session, Watched>()
  let arriving: Socket
  // Node makes the session of a connection, and tells so, before it calls the next listener.
  server.prependListener('connection', (socket: Socket) => {
    arriving = socket
  })
  server.on('session', (session) => {
    const watched = { socket: arriving, used: false, busyAtMs: performance.now() }
    sessions.set(session, watched)
    session.on('stream', (stream) => {
      watched.used = true
      noteBusy(watched)
      // Most requests are over before the next sweep, which sees only those that are open.
      stream.once('close', () => noteBusy(watched))
    })
    session.once('close', () => sessions.delete(session))
  })
  // A session that fails was already ended by Node; without a listener nothing else happens either.
  const everyMs = Math.max(Math.min(limits.headersTimeoutMs, limits.idleTimeoutMs, 4_000) / 4, 10)
  const timer = inRoot(() => setInterval(sweep, everyMs, { sessions, limits, open }))
  timer.unref()
  server.once('close', () => clearInterval(timer))
  return sessions
}

function noteBusy(watched: Watched): void {
  watched.busyAtMs = performance.now()
}

type Sweep = { sessions: Sessions; limits: Limits; open: OpenRequests }

function sweep({ sessions, limits, open }: Sweep): void {
  const nowMs = performance.now()
  for (const { response } of open) {
    const watched = sessions.get(sessionOf(response))
    if (watched) watched.busyAtMs = nowMs
  }
  for (const [session, watched] of sessions) {
    const patienceMs = watched.used ? limits.idleTimeoutMs : limits.headersTimeoutMs
    if (nowMs - watched.busyAtMs > patienceMs) end(session, watched)
  }
}

export function sessionOf(response: AnyResponse): ServerHttp2Session {
  return (response as Http2ServerResponse).stream?.session as ServerHttp2Session
}

/** Each round ends harder: Node waits for the client to close its side too, and a client may never do that. */
function end(session: ServerHttp2Session, { socket }: Watched): void {
  if (session.destroyed) socket.destroy()
  else if (session.closed) session.destroy()
  else session.close()
}
