import { EventEmitter } from 'node:events'
import type { Http2Server } from 'node:http2'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { defaultLimits } from '../limits.ts'
import { watchSessions } from './watch-sessions.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }))
afterEach(() => void vi.useRealTimers())

/** A session under watch of which no request is ever open when somebody looks. */
function openSession() {
  const server = new EventEmitter()
  const session = Object.assign(new EventEmitter(), { close: vi.fn() })
  watchSessions(server as unknown as Http2Server, defaultLimits, new Set())
  server.emit('connection', {})
  server.emit('session', session)
  return {
    closes: session.close,
    openStream() {
      const stream = new EventEmitter()
      session.emit('stream', stream)
      return stream
    },
  }
}

test('an HTTP/2 session of requests too short to be seen open is not idle', () => {
  const { closes, openStream } = openSession()

  for (let seconds = 0; seconds < 60; seconds += 5) {
    openStream().emit('close')
    vi.advanceTimersByTime(5_000)
  }

  expect(closes).not.toHaveBeenCalled()
  vi.advanceTimersByTime(defaultLimits.idleTimeoutMs)
  expect(closes).toHaveBeenCalled()
})

test('an HTTP/2 session is idle from the end of its last request, not from its beginning', () => {
  const { closes, openStream } = openSession()
  const stream = openStream()
  vi.advanceTimersByTime(defaultLimits.idleTimeoutMs - 1_000)

  stream.emit('close')
  vi.advanceTimersByTime(defaultLimits.idleTimeoutMs - 1_000)

  expect(closes).not.toHaveBeenCalled()
})
