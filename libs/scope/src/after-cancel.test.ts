import { AsyncLocalStorage } from 'node:async_hooks'
import { getEventListeners } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { afterAll, expect, test, vi } from 'vitest'
import { afterCancel, createScope, rootScope, withCancel } from './index.ts'

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
afterAll(() => context.disable())

test('D9 a callback is called once, and never inside the cancel', async () => {
  const work = withCancel(rootScope)
  const callback = vi.fn()
  afterCancel(work.scope, callback)

  work.cancel()
  work.cancel()
  const calledInside = callback.mock.calls.length
  await turn()

  expect(calledInside).toBe(0)
  expect(callback).toHaveBeenCalledTimes(1)
})

test('D9 on a scope that is cancelled already a callback is still not called inside the call', async () => {
  const work = withCancel(rootScope)
  work.cancel()
  const callback = vi.fn()

  afterCancel(work.scope, callback)
  const calledInside = callback.mock.calls.length
  await turn()

  expect(calledInside).toBe(0)
  expect(callback).toHaveBeenCalledTimes(1)
})

test('D9 stop before the cancel is true: the callback is never called', async () => {
  const work = withCancel(rootScope)
  const callback = vi.fn()
  const stop = afterCancel(work.scope, callback)

  const prevented = stop()
  work.cancel()
  await turn()

  expect(prevented).toBe(true)
  expect(callback).not.toHaveBeenCalled()
})

test('D9 stop between the cancel and the callback is true: the callback is never called', async () => {
  const work = withCancel(rootScope)
  const callback = vi.fn()
  const stop = afterCancel(work.scope, callback)

  work.cancel()
  const prevented = stop()
  await turn()

  expect(prevented).toBe(true)
  expect(callback).not.toHaveBeenCalled()
})

test('D9 stop after the callback is false, and so is a second stop', async () => {
  const called = withCancel(rootScope)
  const stopCalled = afterCancel(called.scope, () => {})
  const stopTwice = afterCancel(withCancel(rootScope).scope, () => {})

  called.cancel()
  await turn()

  expect(stopCalled()).toBe(false)
  expect(stopTwice()).toBe(true)
  expect(stopTwice()).toBe(false)
})

test('D9 a callback runs in the scope’s context, not in that of the caller that cancels', async () => {
  const key = createContextKey('owner')
  const store = new AsyncLocalStorage<string>()
  const work = withCancel(createScope({ context: ROOT_CONTEXT.setValue(key, 'work') }))
  const seen = vi.fn()
  afterCancel(work.scope, () => seen(context.active().getValue(key), store.getStore()))

  store.run('canceller', () => work.cancel())
  await turn()

  expect(seen).toHaveBeenCalledExactlyOnceWith('work', undefined)
})

test('D10 callbacks leave no listener behind, called or stopped', async () => {
  const work = withCancel(rootScope)
  afterCancel(work.scope, () => {})
  const stop = afterCancel(work.scope, () => {})

  const before = getEventListeners(work.scope.signal, 'abort').length
  stop()
  const afterStop = getEventListeners(work.scope.signal, 'abort').length
  work.cancel()
  await turn()

  expect([before, afterStop]).toEqual([2, 1])
  expect(getEventListeners(work.scope.signal, 'abort')).toEqual([])
})
