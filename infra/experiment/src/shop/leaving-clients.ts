import { once } from 'node:events'
import { connect as connectH2, constants } from 'node:http2'
import { connect, type Socket } from 'node:net'

/** Names and values, as they are sent. */
export type Headers = Readonly<Record<string, string>>

/** Sends an order and reads no more of the answer than its status. */
export type Post = (orderUrl: string, order: object, headers?: Headers) => Promise<WaitingClient>

/** A client that has sent its order and waits; `leave` ends it as rudely as its protocol allows. */
export type WaitingClient = {
  leave(): Promise<void>
  /** Whether it was told to come back later, because a peer took too long: then nothing is stored. */
  isPutOff(): boolean
}

/** Sends an order over HTTP/1.1 and leaves by closing its socket. */
export const postAndHangUp: Post = (...order) =>
  postAndEnd((socket) => void socket.destroy(), ...order)

/** Sends an order over HTTP/1.1 and leaves by resetting its connection, as a lost network does. */
export const postAndTear: Post = (...order) =>
  postAndEnd((socket) => void socket.resetAndDestroy(), ...order)

async function postAndEnd(
  end: (socket: Socket) => void,
  ...[orderUrl, order, headers = {}]: Parameters<Post>
): Promise<WaitingClient> {
  const { hostname, port, host } = new URL(orderUrl)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  const body = JSON.stringify(order)
  const length = String(Buffer.byteLength(body))
  const all = { host, 'content-type': 'application/json', 'content-length': length, ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  socket.write(['POST /orders HTTP/1.1', ...lines, '', body].join('\r\n'))
  let isPutOff = false
  socket.once('data', (head) => {
    isPutOff = /^HTTP\/1\.1 503 /.test(head.toString())
  })
  return {
    isPutOff: () => isPutOff,
    async leave() {
      const closed = once(socket, 'close')
      end(socket)
      await closed
    },
  }
}

/** Sends an order over HTTP/2 and leaves by resetting its stream. */
export const postAndReset: Post = async (orderUrl, order, headers = {}) => {
  // With no window the answer's body cannot be sent: the stream is open until it is reset.
  const session = connectH2(orderUrl, { settings: { initialWindowSize: 0 } })
  await once(session, 'connect')
  const request = { ':method': 'POST', ':path': '/orders', 'content-type': 'application/json' }
  const stream = session.request({ ...request, ...headers })
  stream.on('error', () => {})
  stream.end(JSON.stringify(order))
  let isPutOff = false
  stream.once('response', ({ ':status': status }) => {
    isPutOff = status === 503
  })
  return {
    isPutOff: () => isPutOff,
    async leave() {
      const closed = once(stream, 'close')
      stream.close(constants.NGHTTP2_CANCEL)
      stream.resume()
      await closed
      session.destroy()
    },
  }
}
