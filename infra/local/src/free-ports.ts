import { createSocket } from 'node:dgram'
import { connect, createServer } from 'node:net'

// Below the range from which systems take the ports of outgoing connections, so that none gets in between.
const usual = { lowest: 20_000, highest: 32_000 }

/**
 * Finds ports on 127.0.0.1 that nobody listens on.
 *
 * repeats: no port is found a second time, by this process or another one, as long as this process lives
 */
export async function findFreePorts(count: number, range = usual): Promise<number[]> {
  const found: number[] = []
  while (found.length < count) {
    const port = range.lowest + Math.floor(Math.random() * (range.highest - range.lowest))
    if ((await canListen(port)) && (await claim(port))) found.push(port)
  }
  return found
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

// A port that is found is not listened on yet. Until it is, UDP's port of that number says that it is
// taken: TCP listens beside it, and the kernel gives it back however this process ends.
function claim(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    socket.unref()
    socket.once('error', () => resolve(false))
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => resolve(true))
  })
}

/** Whether somebody takes connections on a port, of loopback unless told otherwise. */
export function answers(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host)
    const end = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })
}
