import { connect } from 'node:net'

type Server = { readonly host?: string; readonly port?: number; readonly secure?: boolean }

type Connected = (error: Error | null, socket?: { connection: ReturnType<typeof connect> }) => void

const connectMs = 10_000
// A host that has vanished is noticed by the system some unanswered probes after this.
const quietMs = 10_000

/**
 * Connects for nodemailer, which has one limit for connecting and greeting: a host that is away is abandoned long
 * before a server that takes its time to greet.
 */
export function connectSocket({ host = 'localhost', secure, port }: Server, done: Connected): void {
  const socket = connect({ host, port: port ?? (secure ? 465 : 587) }).setKeepAlive(true, quietMs)
  const timer = setTimeout(
    () => socket.destroy(Object.assign(new Error('connect timed out'), { code: 'ETIMEDOUT' })),
    connectMs,
  )
  const fail = (error: Error) => {
    clearTimeout(timer)
    done(error)
  }
  socket.once('error', fail)
  socket.once('connect', () => {
    clearTimeout(timer)
    socket.off('error', fail)
    // In the same turn nodemailer adds its own listeners.
    done(null, { connection: socket })
  })
}
