import { once } from 'node:events'
import { createServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import type { Writable } from 'node:stream'
import { leaveEarly } from './leave-early.ts'

const controller = new AbortController()
const closed = Promise.withResolvers<void>()

function serve(_request: unknown, response: Writable): void {
  response.on('close', () => {
    // The answer was never written, yet a reset stream says that it is finished …
    if (!response.writableFinished) controller.abort(new Error('the client has left'))
  })
  response.once('close', closed.resolve)
}

const server = createServer()
  .on('request', serve as never)
  .listen(0, '127.0.0.1')
await once(server, 'listening')
await leaveEarly((server.address() as AddressInfo).port)
await closed.promise
process.stdout.write(`aborted: ${controller.signal.aborted}\n`)
server.close()
