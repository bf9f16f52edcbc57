import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/** A port of 127.0.0.1 that is listened on, or not, as often as one likes. */
export type TcpEntrance = {
  /**
   * Resolves to the port; any free one for 0.
   *
   * errors: EADDRINUSE when somebody else listens there, of whatever process
   */
  open(port: number): Promise<number>
  /** Lets nobody in any more; those who are in have to go before it resolves. */
  close(): Promise<void>
}

export function createEntrance(onClient: (client: Socket) => void): TcpEntrance {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, onClient)
  return {
    async open(port) {
      server.listen({ port, host: '127.0.0.1', exclusive: true })
      await once(server, 'listening')
      return (server.address() as AddressInfo).port
    },
    async close() {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      await closed
    },
  }
}
