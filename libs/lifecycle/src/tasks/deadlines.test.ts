import { rootScope as scope } from '@tailspan/scope'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTaskRegistry } from '../index.ts'

// Time itself is the subject here, so it is the test that moves it.
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const deaf = () => new Promise(() => {})

function createRegistry() {
  const late: string[] = []
  const onError = (_error: unknown, { name }: { name: string }) => late.push(name)
  return { late, registry: createTaskRegistry({ maxRunning: 100, maxQueued: 0, onError }) }
}

test('tasks get late in the order of their deadlines, whatever the order they began in', () => {
  const { registry, late } = createRegistry()
  for (const timeoutMs of [300, 100, 200]) {
    registry.run(`${timeoutMs}`, 1, deaf, { scope, timeoutMs })
  }

  vi.advanceTimersByTime(99)
  expect(late).toEqual([])
  vi.advanceTimersByTime(2)
  expect(late).toEqual(['100'])
  vi.advanceTimersByTime(100)
  expect(late).toEqual(['100', '200'])
  vi.advanceTimersByTime(100)
  expect(late).toEqual(['100', '200', '300'])
})

test('a task that begins after others got late has its full time', () => {
  const { registry, late } = createRegistry()
  registry.run('first', 1, deaf, { scope, timeoutMs: 100 })
  vi.advanceTimersByTime(150)

  registry.run('second', 1, deaf, { scope, timeoutMs: 100 })
  vi.advanceTimersByTime(98)
  const lateBefore = [...late]
  vi.advanceTimersByTime(30)

  expect(lateBefore).toEqual(['first'])
  expect(late).toEqual(['first', 'second'])
})

test('ten thousand tasks have one timer', () => {
  const { registry } = createRegistry()
  for (let index = 0; index < 100; index++) {
    registry.run('waits', 1, deaf, { scope, timeoutMs: 1_000 + index })
  }

  expect(vi.getTimerCount()).toBe(1)
})

test('deadlines close together cost one look, a moment later', () => {
  const { registry, late } = createRegistry()
  for (let index = 0; index < 20; index++) {
    registry.run(`${index}`, 1, deaf, { scope, timeoutMs: 100 + index })
  }

  vi.advanceTimersByTime(102)
  expect(late).toHaveLength(2)
  vi.advanceTimersByTime(20)
  expect(late).toHaveLength(20)
})
