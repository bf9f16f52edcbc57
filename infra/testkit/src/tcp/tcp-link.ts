import { connect, type Socket } from 'node:net'
import { createPipe, type Pipe } from './tcp-pipe.ts'

/** Which way bytes go: from the client to the target, or back. */
export type Direction = 'to-target' | 'to-client'

/** Bytes of one connection on their way, which may wait for those that come later. */
export type Change = (direction: Direction, chunk: Buffer) => Buffer

/** One client, its connection to the target, and the two directions between them. */
export type Link = {
  readonly pipes: Readonly<Record<Direction, Pipe>>
  /** Ends both sides with a reset, as a broken cable or a killed peer would. */
  reset(): void
  /** Both sides stay open, and neither learns what the other does, not even its end. */
  vanish(): void
}

type LinkOptions = {
  readonly client: Socket
  readonly target: { readonly host: string; readonly port: number }
  readonly holding: ReadonlySet<Direction>
  readonly onDropped: (bytes: number) => void
  readonly onCarried: (direction: Direction, bytes: number) => void
  readonly onGone: () => void
  readonly change?: Change | undefined
}

/** Connects a client to the target and carries what both say. */
export function createLink({ client, target, holding, change, ...on }: LinkOptions): Link {
  const server = connect({ ...target, allowHalfOpen: true, noDelay: true })
  const lose = () => [client, server].forEach((socket) => void socket.destroy())
  const pipe = (from: Socket, to: Socket, direction: Direction) =>
    createPipe({
      from,
      to,
      holding: holding.has(direction),
      onLost: lose,
      onSwallowed: on.onDropped,
      ...(change && { change: (chunk: Buffer) => change(direction, chunk) }),
      onCarried: (bytes) => on.onCarried(direction, bytes),
    })
  const pipes = {
    'to-target': pipe(client, server, 'to-target'),
    'to-client': pipe(server, client, 'to-client'),
  }

  // The pipes pass on a FIN; any other end of one side ends the other as well.
  let hasVanished = false
  const resetOther = (other: Socket) => () => void (hasVanished || other.resetAndDestroy())
  client.on('error', resetOther(server))
  server.on('error', resetOther(client))
  whenBothClosed(client, server, () => {
    on.onDropped(pipes['to-target'].held().length + pipes['to-client'].held().length)
    on.onGone()
  })
  return {
    pipes,
    vanish() {
      hasVanished = true
      for (const one of Object.values(pipes)) one.swallow()
    },
    reset: () => [client, server].forEach((socket) => void socket.resetAndDestroy()),
  }
}

function whenBothClosed(one: Socket, two: Socket, done: () => void): void {
  let open = 2
  const closed = () => {
    open -= 1
    if (open === 0) done()
  }
  one.once('close', closed)
  two.once('close', closed)
}
