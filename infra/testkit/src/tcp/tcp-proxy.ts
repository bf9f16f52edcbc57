import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { createLink, type Direction, type Link } from './tcp-link.ts'

/** Where the wire ends, and where it begins. */
export type TcpProxyOptions = {
  readonly target: { readonly host?: string; readonly port: number }
  /** Fixed where somebody has to advertise it; else any free one. */
  readonly port?: number
}

/** A running proxy; `await using` closes it. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number
  /** `127.0.0.1:port` */
  readonly address: string
  hold(direction?: Direction | 'both'): void
  release(): void
  sever(): void
  heldBytes(direction?: Direction): number
  /** Whether this text lies among the held bytes: proof that a certain record has not arrived. */
  isHolding(text: string): boolean
  droppedBytes(): number
  connectionCount(): number
  close(): Promise<void>
}

const directions: readonly Direction[] = ['to-target', 'to-client']

/**
 * A wire between a client and a server that a test can hold, let go and cut.
 *
 * shape:   hold keeps the bytes of old and new connections, release sends them on in order,
 *          sever resets all connections; the mode stays for connections to come
 * units:   bytes; held = now, dropped = since the start
 * errors:  the port is in use; a target that cannot be reached resets its client
 * repeats: held bytes of a connection that ends by either side are dropped, never sent late
 */
export async function startTcpProxy({ target, port = 0 }: TcpProxyOptions): Promise<TcpProxy> {
  const links = new Set<Link>()
  const holding = new Set<Direction>()
  let droppedBytes = 0

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const onGone = (bytes: number) => {
      droppedBytes += bytes
      links.delete(link)
    }
    const link = createLink({ client, target: { host: '127.0.0.1', ...target }, holding, onGone })
    links.add(link)
  })
  server.listen({ port, host: '127.0.0.1', exclusive: true })
  await once(server, 'listening')
  const bound = (server.address() as AddressInfo).port

  const sever = () => links.forEach((link) => void link.reset())
  const close = async () => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    sever()
    await closed
  }
  return {
    port: bound,
    address: `127.0.0.1:${bound}`,
    ...createHold(links, holding),
    sever,
    droppedBytes: () => droppedBytes,
    connectionCount: () => links.size,
    close,
    [Symbol.asyncDispose]: close,
  }
}

type Hold = Pick<TcpProxy, 'hold' | 'release' | 'heldBytes' | 'isHolding'>

function createHold(links: ReadonlySet<Link>, holding: Set<Direction>): Hold {
  const held = (direction: Direction) => [...links].map((link) => link.pipes[direction].held())
  return {
    hold(direction = 'both') {
      for (const one of direction === 'both' ? directions : [direction]) {
        holding.add(one)
        for (const link of links) link.pipes[one].hold()
      }
    },
    release() {
      holding.clear()
      for (const link of links) for (const one of directions) link.pipes[one].release()
    },
    heldBytes: (direction) =>
      (direction ? [direction] : directions)
        .flatMap(held)
        .reduce((sum, bytes) => sum + bytes.length, 0),
    isHolding: (text) => directions.flatMap(held).some((bytes) => bytes.includes(text)),
  }
}
