import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ISocketFactory, ISocketFactoryArgs } from 'kafkajs'

/** The sockets of one client. Only they know what has left, and only they can be cut. */
export type WatchedSockets = {
  readonly factory: ISocketFactory
  /** Whether a Produce request was handed to a socket since `forget`. */
  hasProduced(): boolean
  forget(): void
  /** Cuts all sockets; later ones are cut at birth, because kafkajs reconnects by itself. */
  destroy(): void
}

// Request => length int32, api key int16 (0 = Produce), api version int16, correlation id int32, …
const apiKeyAt = 4
const produceKey = 0
const keepAliveMs = 60_000

/** Watches the sockets that a kafkajs client opens. */
export function watchSockets(): WatchedSockets {
  const sockets = new Set<Socket>()
  let isDestroyed = false
  let hasProduced = false

  function factory(args: ISocketFactoryArgs): Socket {
    const socket = openSocket(args)
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    if (isDestroyed) socket.destroy(new Error('this client was closed'))
    spyOnWrites(socket, (data) => {
      hasProduced ||= isProduce(data)
    })
    return socket
  }
  return {
    factory,
    hasProduced: () => hasProduced,
    forget: () => {
      hasProduced = false
    },
    destroy: () => {
      isDestroyed = true
      // With an error, so that kafkajs rejects what waits for an answer.
      for (const socket of sockets) socket.destroy(new Error('this client was closed'))
    },
  }
}

function spyOnWrites(socket: Socket, see: (data: unknown) => void): void {
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean
  socket.write = (...args: unknown[]) => {
    see(args[0])
    return write(...args)
  }
}

function isProduce(data: unknown): boolean {
  return (
    Buffer.isBuffer(data) &&
    data.length >= apiKeyAt + 2 &&
    data.readInt16BE(apiKeyAt) === produceKey
  )
}

function openSocket({ host, port, ssl, onConnect }: ISocketFactoryArgs): Socket {
  const name = isIP(host) ? {} : { servername: host }
  const socket = ssl
    ? connectTls({ host, port, ...name, ...ssl }, onConnect)
    : connectTcp({ host, port, noDelay: true }, onConnect)
  return socket.setKeepAlive(true, keepAliveMs)
}
