import { Socket } from 'node:net'
import { startSmtpServer } from '@tailspan/testkit'
import { expect, onTestFinished, test, vi } from 'vitest'
import { connectSocket } from './connect-socket.ts'

test('W4 the system probes a quiet connection, so that a vanished server does not hold a mail for ten minutes', async () => {
  await using server = await startSmtpServer()
  const setKeepAlive = vi.spyOn(Socket.prototype, 'setKeepAlive')
  onTestFinished(() => setKeepAlive.mockRestore())

  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  connectSocket({ host: '127.0.0.1', port: server.port }, (error, connected) =>
    connected ? resolve(connected.connection) : reject(error),
  )
  const socket = await promise
  socket.destroy()

  expect(setKeepAlive.mock.contexts).toContain(socket)
  expect(setKeepAlive.mock.calls[setKeepAlive.mock.contexts.indexOf(socket)]).toEqual([
    true,
    10_000,
  ])
})
