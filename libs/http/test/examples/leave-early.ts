import { once } from 'node:events'
import { connect } from 'node:http2'

/** An HTTP/2 client that asks and then goes away, as a browser does when its window is closed. */
export async function leaveEarly(port: number): Promise<void> {
  const session = connect(`http://127.0.0.1:${port}`)
  await once(session, 'connect')
  session.request({ ':path': '/slow' }).on('error', () => {})
  const { promise: arrived, resolve } = Promise.withResolvers<void>()
  // Answered in turn, so the request has arrived when this comes back.
  session.ping(() => resolve())
  await arrived
  session.destroy()
}
