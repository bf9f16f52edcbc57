import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ISocketFactory, ISocketFactoryArgs } from 'kafkajs'

/** The sockets of one client: only they can be cut. */
export type WatchedSockets = {
  readonly factory: ISocketFactory
  /** Cuts all sockets; later ones are cut at birth, because kafkajs reconnects by itself. */
  destroy(): void
}

const keepAliveMs = 60_000

/** Watches the sockets that a kafkajs client opens. */
export function watchSockets(): WatchedSockets {
  const sockets = new Set<Socket>()
  let isDestroyed = false

  function factory(args: ISocketFactoryArgs): Socket {
    const socket = openSocket(args)
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    if (isDestroyed) socket.destroy(new Error('this client was closed'))
    return socket
  }
  return {
    factory,
    destroy: () => {
      isDestroyed = true
      // With an error, so that kafkajs rejects what waits for an answer.
      for (const socket of sockets) socket.destroy(new Error('this client was closed'))
    },
  }
}

function openSocket({ host, port, ssl, onConnect }: ISocketFactoryArgs): Socket {
  const name = isIP(host) ? {} : { servername: host }
  const socket = ssl
    ? connectTls({ host, port, ...name, ...ssl }, onConnect)
    : connectTcp({ host, port, noDelay: true }, onConnect)
  return socket.setKeepAlive(true, keepAliveMs)
}
