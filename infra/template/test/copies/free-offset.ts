import { createServer } from 'node:net'

const lowest = 500
const highest = 15_000
// Some of the ports of the system; with them free at an offset, those between them are.
const usual = [1_025, 1_080, 4_318, 8_001, 8_006, 8_080, 8_086, 9_092, 9_093, 15_432]

/** A TAILSPAN_PORT_OFFSET at which nobody listens: below the ports that the machine gives away by itself. */
export async function freeOffset(): Promise<number> {
  while (true) {
    const offset = lowest + Math.floor(Math.random() * (highest - lowest))
    const free = await Promise.all(usual.map((port) => isFree(port + offset)))
    if (free.every(Boolean)) return offset
  }
}

function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const server = createServer()
  server.once('error', () => resolve(false))
  server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  return promise
}
