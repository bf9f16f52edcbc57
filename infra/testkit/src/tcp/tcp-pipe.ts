import type { Socket } from 'node:net'

/** One direction of one connection. */
export type Pipe = {
  hold(): void
  release(): void
  held(): Buffer
}

type Ends = {
  readonly from: Socket
  readonly to: Socket
  readonly holding: boolean
  /** The sender has closed while its bytes were held: they will never arrive. */
  readonly onLost: () => void
}

/**
 * Carries bytes from one socket to the other, or keeps them in memory while it holds.
 *
 * shape: holding reads on without limit, so the sender believes that all was sent
 */
export function createPipe({ from, to, holding, onLost }: Ends): Pipe {
  const held: Buffer[] = []
  let isHolding = holding

  const forward = (chunk: Buffer) => {
    if (to.writable && !to.write(chunk)) from.pause()
  }
  from.on('data', (chunk: Buffer) => (isHolding ? held.push(chunk) : forward(chunk)))
  from.on('end', () => (isHolding ? onLost() : to.end()))
  to.on('drain', () => from.resume())

  return {
    hold() {
      isHolding = true
      from.resume()
    },
    release() {
      isHolding = false
      for (const chunk of held.splice(0)) forward(chunk)
    },
    held: () => Buffer.concat(held),
  }
}
