import type { Socket } from 'node:net'
import { createEntrance } from './tcp-entrance.ts'
import { type Change, createLink, type Direction, type Link } from './tcp-link.ts'

/** Where the wire ends, and where it begins. */
export type TcpProxyOptions = {
  readonly target: { readonly host?: string; readonly port: number }
  /** Fixed where somebody has to advertise it; else any free one. */
  readonly port?: number
  /** Made anew for each connection: what lies in the place of the bytes on their way. */
  readonly change?: () => Change
}

/** A running proxy; `await using` closes it. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number
  /** `127.0.0.1:port` */
  readonly address: string
  hold(direction?: Direction | 'both'): void
  release(): void
  sever(): void
  vanish(): void
  reappear(): void
  refuse(): Promise<void>
  accept(): Promise<void>
  heldBytes(direction?: Direction): number
  /** Whether this text lies among the held bytes: proof that a certain record has not arrived. */
  isHolding(text: string): boolean
  droppedBytes(): number
  /** What has arrived at that end. */
  carriedBytes(direction: Direction): number
  connectionCount(): number
  close(): Promise<void>
}

const directions: readonly Direction[] = ['to-target', 'to-client']

/**
 * A wire between a client and a server that a test can hold, let go and cut.
 *
 * shape:   hold keeps the bytes of old and new connections, release sends them on in order,
 *          sever resets all connections; vanish drops every byte and closes nothing, as where a host has
 *          lost its network; reappear resets what had vanished; refuse resets all connections and lets nobody
 *          connect, as where the server's process is gone, until accept; the mode stays for connections to come
 * units:   bytes; held = now, dropped and carried = since the start
 * errors:  the port is in use; a target that cannot be reached resets its client
 * repeats: held bytes of a connection that ends by either side are dropped, never sent late
 */
export async function startTcpProxy(options: TcpProxyOptions): Promise<TcpProxy> {
  const { target, port = 0, change } = options
  const links = new Set<Link>()
  const holding = new Set<Direction>()
  const counter = createCounter()
  const unheard = createUnheard()

  const entrance = createEntrance((client) => {
    if (unheard.takes(client)) return
    const link = createLink({
      client,
      target: { host: '127.0.0.1', ...target },
      holding,
      onDropped: counter.drop,
      onCarried: counter.carry,
      change: change?.(),
      onGone: () => links.delete(link),
    })
    links.add(link)
  })
  const bound = await entrance.open(port)

  const sever = () => links.forEach((link) => void link.reset())
  const close = async () => {
    const closed = entrance.close()
    unheard.end()
    sever()
    await closed
  }
  return {
    port: bound,
    address: `127.0.0.1:${bound}`,
    ...createHold(links, holding),
    sever,
    vanish() {
      unheard.begin()
      for (const link of links) link.vanish()
    },
    reappear() {
      unheard.end()
      sever()
    },
    refuse: close,
    accept: async () => void (await entrance.open(bound)),
    ...counter.counts,
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

function createCounter() {
  const carried = { 'to-target': 0, 'to-client': 0 }
  let dropped = 0
  return {
    carry(direction: Direction, bytes: number) {
      carried[direction] += bytes
    },
    drop(bytes: number) {
      dropped += bytes
    },
    counts: {
      droppedBytes: () => dropped,
      carriedBytes: (direction: Direction) => carried[direction],
    },
  }
}

/** Clients that connect while the other side has vanished: the system accepts them, nobody answers. */
function createUnheard() {
  const clients = new Set<Socket>()
  let isOn = false
  return {
    begin() {
      isOn = true
    },
    takes(client: Socket): boolean {
      if (!isOn) return false
      clients.add(client)
      client.on('error', () => {}).on('close', () => clients.delete(client))
      client.resume()
      return true
    },
    end() {
      isOn = false
      for (const client of clients) client.resetAndDestroy()
    },
  }
}
