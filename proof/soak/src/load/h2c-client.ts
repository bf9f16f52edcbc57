import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type IncomingHttpHeaders,
} from 'node:http2'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { type Client, failureOf, type Outcome, outcomeOf, patienceMs, piecesOf } from './client.ts'
import type { Visit } from './visit.ts'

// A service refuses more than 128 streams at once on a connection, and then the connection: with so many
// of them it refuses requests first, as it does over HTTP/1.1.
const sessionCount = 16

/** Visits over HTTP/2 without TLS, many at once on few connections; a client that leaves resets its stream. */
export function createH2cClient(url: string): Client {
  const kept: ClientHttp2Session[] = []
  let visitCount = 0
  const nextSession = () => {
    const index = visitCount++ % sessionCount
    const known = kept[index]
    const session = known && !known.closed && !known.destroyed ? known : open(url)
    kept[index] = session
    return session
  }
  return {
    visit: (visit) => visitOnce(visit.takesConnectionAlong ? open(url) : nextSession(), visit),
    close: () => kept.splice(0).forEach((session) => void session.close()),
  }
}

function open(url: string): ClientHttp2Session {
  const session = connect(url)
  // Its streams tell what is wrong.
  session.on('error', () => {})
  return session
}

function visitOnce(session: ClientHttp2Session, visit: Visit): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  const stream = begin(session, visit)
  let isGone = false
  const fail = (error: unknown) => resolve(failureOf(error, isGone))
  const leave = () => {
    isGone = true
    if (visit.takesConnectionAlong) session.destroy()
    else stream.close(resetCode(visit))
    resolve({ kind: 'left' })
  }
  const leaving =
    visit.leavesAfterMs === undefined ? undefined : setTimeout(leave, visit.leavesAfterMs)
  stream.on('error', fail)
  // A reset without an error ends a stream in silence; an answer that has come is read by then.
  stream.once('close', () => setImmediate(fail, new Error('the stream was closed')))
  stream.setTimeout(patienceMs, () => stream.destroy(new Error('no answer')))
  stream.once('response', (headers: IncomingHttpHeaders) => {
    text(stream)
      .then((body) => resolve(outcomeOf(Number(headers[':status']), body)))
      .catch(fail)
  })
  Readable.from(piecesOf(visit)).on('error', fail).pipe(stream)
  return promise.finally(() => {
    clearTimeout(leaving)
    if (visit.takesConnectionAlong) session.destroy()
  })
}

function begin(session: ClientHttp2Session, { contentType }: Visit): ClientHttp2Stream {
  return session.request({ ':method': 'POST', ':path': '/orders', 'content-type': contentType })
}

/** Browsers cancel, proxies also say that nothing is wrong. */
function resetCode({ leavesAfterMs = 0 }: Visit): number {
  return leavesAfterMs % 2 === 0 ? constants.NGHTTP2_CANCEL : constants.NGHTTP2_NO_ERROR
}
