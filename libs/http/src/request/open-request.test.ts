import { EventEmitter } from 'node:events'
import { ROOT_CONTEXT } from '@opentelemetry/api'
import { Deadlines } from '@tailspan/scope'
import type { Context } from 'koa'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { defaultLimits } from '../limits.ts'
import { OpenRequest } from './open-request.ts'
import { clientClosedRequest, deadlineExceeded } from './reasons.ts'
import { StreamSlots } from './stream-slots.ts'

// Time itself is the subject here, so it is the test that moves it.
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function createServer() {
  const open = new Set<OpenRequest>()
  const deadlines = new Deadlines<OpenRequest>(open, (request) => request.late())
  const room = { limits: defaultLimits, streams: new StreamSlots(1), deadlines }
  return function arrive() {
    const response = new EventEmitter()
    const request = new OpenRequest({ res: response } as unknown as Context, ROOT_CONTEXT, room)
    open.add(request)
    request.onClose(() => open.delete(request))
    return { request, leave: () => response.emit('close') }
  }
}

test('a hundred open requests have one timer, and each has its full time', () => {
  const arrive = createServer()
  const late: number[] = []
  for (let index = 0; index < 100; index += 1) {
    arrive().request.setDeadline(10_000, () => late.push(index))
    vi.advanceTimersByTime(100)
  }

  const timers = vi.getTimerCount()
  vi.advanceTimersByTime(49)
  const afterFirst = [...late]
  vi.advanceTimersByTime(10_000)

  expect(timers).toBe(1)
  expect(afterFirst).toEqual([0])
  expect(late).toEqual(Array.from({ length: 100 }, (_, index) => index))
})

test('a deadline replaces the one before, and is over when it has passed', () => {
  const { request } = createServer()()
  const [first, second] = [vi.fn(), vi.fn()]
  request.setDeadline(100, first)
  request.setDeadline(300, second)

  vi.advanceTimersByTime(290)
  const early = second.mock.calls.length
  vi.advanceTimersByTime(60_000)

  expect(first).not.toHaveBeenCalled()
  expect(early).toBe(0)
  expect(second).toHaveBeenCalledExactlyOnceWith(request)
  expect(vi.getTimerCount()).toBe(0)
})

test('a request that is over is never late, and a deadline set afterwards keeps no timer', () => {
  const { request, leave } = createServer()()
  const passed = vi.fn()

  leave()
  request.setDeadline(100, passed)

  expect(vi.getTimerCount()).toBe(0)
  vi.advanceTimersByTime(1_000)
  expect(passed).not.toHaveBeenCalled()
})

test('a signal that is first asked for after the outcome has been aborted with it', () => {
  const { request, leave } = createServer()()

  leave()
  request.end(deadlineExceeded)

  expect(request.scope.signal.aborted).toBe(true)
  expect(request.scope.signal.reason).toBe(clientClosedRequest)
})
