import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TailspanError } from '@tailspan/errors'
import type { Actor } from '@tailspan/lifecycle'
import { answerUnparsed } from './answer-unparsed.ts'

/** Not a setting: who reaches this listener can read stacks and slow the process down. */
const host = '127.0.0.1'

/** The debug listener could not get its port. */
export class DebugPortTaken extends TailspanError {
  constructor(port: number, cause: unknown) {
    super('debug-port-taken', 'unavailable', `debug port ${port} is in use`, { cause })
  }
}

/** The debug listener ended although nobody had asked it to. */
export class DebugListenerLost extends TailspanError {
  constructor() {
    super('debug-listener-lost', 'internal', 'the debug listener was closed from outside')
  }
}

export type Listener = { readonly actor: Actor; readonly server: Server; port(): number }

/** An HTTP server on loopback with the life of an actor: its unasked end ends the group. */
export function createListener(port: number, handle: RequestListener): Listener {
  const server = createServer({ requestTimeout: 10_000, keepAliveTimeout: 2_000 }, handle)
  server.maxConnections = 64
  answerUnparsed(server)
  let isStopping = false
  return {
    server,
    port: () => (server.address() as AddressInfo | null)?.port ?? 0,
    actor: {
      name: 'debug listener',
      start: () => listen(server, port),
      async run() {
        if (server.listening) await once(server, 'close')
        if (!isStopping) throw new DebugListenerLost()
      },
      async stop() {
        isStopping = true
        if (!server.listening) return
        const closed = once(server, 'close')
        server.close()
        // A client that is still reading a profile is reading about a process that ends.
        server.closeAllConnections()
        await closed
      },
    },
  }
}

async function listen(server: Server, port: number): Promise<void> {
  try {
    server.listen({ port, host, exclusive: true })
    await once(server, 'listening')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw code === 'EADDRINUSE' ? new DebugPortTaken(port, error) : error
  }
}
