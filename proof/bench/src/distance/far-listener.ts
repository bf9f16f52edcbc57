import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

type Place = { readonly host: string; readonly port: number }

/** A wire on which each byte takes so long, either way. */
export async function openFarListener(
  port: number,
  target: Place,
  delayMs: number,
): Promise<AsyncDisposable> {
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (client) => {
    const broker = connect({ ...target, noDelay: true })
    carry(client, broker, delayMs)
    carry(broker, client, delayMs)
    for (const socket of [client, broker]) sockets.add(socket)
  })
  server.listen({ port, host: '127.0.0.1' })
  await once(server, 'listening')
  return {
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

// Timers of the same delay fire in the order in which they were set, so nothing overtakes.
function carry(from: Socket, to: Socket, delayMs: number): void {
  from.on('data', (chunk) => setTimeout(() => to.write(chunk), delayMs))
  from.on('error', () => {})
  from.on('close', () => setTimeout(() => to.destroy(), delayMs))
}
