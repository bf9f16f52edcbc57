import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

// Below the range from which systems take the ports of outgoing connections (Linux 32,768, others
// 49,152): a port that is found free stays free until its owner binds it.
const lowest = 20_000
const highest = 32_000

/**
 * Finds ports that nobody listens on, for servers whose address must be known before they start.
 *
 * errors: after 200 ports in use, the error of the last one
 */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>()
  for (let tries = 0; found.size < count; tries += 1) {
    const port = randomInt(lowest, highest)
    const fault = await tryToBind(port)
    if (!fault) found.add(port)
    else if (tries > count + 200) throw new Error('no free port', { cause: fault })
  }
  return [...found]
}

function tryToBind(port: number): Promise<Error | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', resolve)
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => resolve(undefined))
    })
  })
}
