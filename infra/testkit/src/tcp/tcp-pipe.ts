import type { Socket } from 'node:net'

/** One direction of one connection. */
export type Pipe = {
  hold(): void
  release(): void
  /** Drops all bytes from now on, the end of the sender as well. */
  swallow(): void
  held(): Buffer
}

type Ends = {
  readonly from: Socket
  readonly to: Socket
  readonly holding: boolean
  /** The sender has closed while its bytes were held: they will never arrive. */
  readonly onLost: () => void
  readonly onSwallowed: (bytes: number) => void
  readonly onCarried: (bytes: number) => void
  /** What is carried in the place of what came. */
  readonly change?: (chunk: Buffer) => Buffer
}

/**
 * Carries bytes from one socket to the other, or keeps them in memory while it holds.
 *
 * shape: holding reads on without limit, so the sender believes that all was sent
 */
export function createPipe({ from, to, holding, onLost, change, ...on }: Ends): Pipe {
  const held: Buffer[] = []
  let isHolding = holding
  let isSwallowing = false

  const forward = (chunk: Buffer) => {
    on.onCarried(chunk.length)
    if (to.writable && !to.write(chunk)) from.pause()
  }
  from.on('data', (bytes: Buffer) => {
    const chunk = change?.(bytes) ?? bytes
    if (isSwallowing) on.onSwallowed(chunk.length)
    else if (isHolding) held.push(chunk)
    else forward(chunk)
  })
  from.on('end', () => {
    if (isSwallowing) return
    if (isHolding) onLost()
    else to.end()
  })
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
    swallow() {
      isSwallowing = true
      held.length = 0
      from.resume()
    },
    held: () => Buffer.concat(held),
  }
}
