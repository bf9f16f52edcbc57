import { createServer } from 'node:net'

// Below the range from which systems take the ports of outgoing connections, so that none gets in between.
const lowest = 20_000
const highest = 32_000

/** Finds ports on 127.0.0.1 that nobody listens on; distinct, and unlikely to be found twice at once. */
export async function findFreePorts(count: number): Promise<number[]> {
  const found = new Set<number>()
  while (found.size < count) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest))
    if (await canListen(port)) found.add(port)
  }
  return [...found]
}

/** Whether a port of 127.0.0.1 can be listened on now. */
export function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => resolve(true))
    })
  })
}
